/**
 * Reads `1%` or `0.01`. A bare `1` could mean one per cent or all of it, so it is refused.
 *
 * @returns a ratio between 0 and 1, both exclusive
 */
export function parseRate(text: string): number {
  const trimmed = text.trim()
  const percent = /^(\d+(?:\.\d+)?)\s?%$/.exec(trimmed)
  const ratio = /^0?\.\d+$/.exec(trimmed)
  if (!percent && !ratio) throw new Error(`expected a rate with a unit such as 1% or 0.01, got ${JSON.stringify(text)}`)
  const value = percent ? Number(percent[1]) / 100 : Number(trimmed)
  if (value <= 0 || value >= 1) {
    throw new Error(`expected a rate above 0% and below 100%, got ${JSON.stringify(text)}`)
  }
  return value
}

/** `0.0124` → `1.24%`: as many digits as say something. */
export function formatRate(ratio: number): string {
  const percent = ratio * 100
  const digits = percent >= 10 || percent === 0 ? 1 : percent >= 1 ? 2 : 3
  return `${Number(percent.toFixed(digits))}%`
}
