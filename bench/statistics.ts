const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)

/** Nearest rank: the smallest value that at least this share of the values does not exceed. Throws without values. */
export function percentile(values: readonly number[], share: number): number {
  const value = sorted(values)[Math.max(0, Math.ceil(share * values.length) - 1)]
  if (value === undefined) throw new Error('No percentile of no values')
  return value
}

export function median(values: readonly number[]): number {
  const middle = sorted(values).slice(Math.ceil(values.length / 2) - 1, Math.floor(values.length / 2) + 1)
  if (middle.length === 0) throw new Error('No median of no values')
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}
