/** A seeded source of chance, so that every figure can be had again (mulberry32, Tommy Ettinger, public domain). */
export type Random = () => number

export function seeded(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Poisson: by inversion for small means, by a Cornish–Fisher expansion above 30 (tail errors below 1e-3). */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) {
    const z = normal(random)
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * z + (z * z - 1) / 6))
  }
  let count = 0
  let chance = Math.exp(-mean)
  let below = chance
  const at = random()
  while (at > below && count < 200) {
    count += 1
    chance *= mean / count
    below += chance
  }
  return count
}

/** Gamma with mean 1 and the coefficient of variation `cv` (Marsaglia & Tsang 2000). */
export function gamma(random: Random, cv: number): number {
  const shape = 1 / (cv * cv)
  const boosted = shape < 1 ? shape + 1 : shape
  const d = boosted - 1 / 3
  for (;;) {
    const z = normal(random)
    const v = (1 + z / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - random()) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
      const boost = shape < 1 ? (1 - random()) ** (1 / shape) : 1
      return (d * v * boost) / shape
    }
  }
}
