/** ln Γ(z) less its leading terms: Stirling's series, good to 1e-14 for z ≥ 10. */
function stirlingTail(z: number): number {
  const inverse = 1 / z
  const square = inverse * inverse
  return inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
}

/**
 * ln Γ(z + δ) − ln Γ(z) for z > 0 and δ ≥ 0, without the cancellation that subtracting two values of ln Γ has: at
 * z = 1e15 these are near 3e16, where doubles are 4 apart. Arguments below 10 are first shifted up with
 * Γ(z + 1) = z Γ(z). Source of the series: Abramowitz & Stegun 6.1.40.
 */
export function logGammaRatio(z: number, delta: number): number {
  if (delta === 0) return 0
  let low = z
  let shift = 1
  while (low < 10) {
    shift *= (low + delta) / low
    low += 1
  }
  const high = low + delta
  return (
    delta * (Math.log(high) - 1) +
    (low - 0.5) * Math.log1p(delta / low) +
    (stirlingTail(high) - stirlingTail(low)) -
    Math.log(shift)
  )
}
