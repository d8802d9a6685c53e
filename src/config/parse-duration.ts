const UNITS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const

/**
 * Reads `30s`, `10m`, `1h30m`, `2d`.
 *
 * @returns seconds
 * @throws when a unit is missing, the units do not descend, or the result is not within the bounds (seconds)
 */
export const parseDuration =
  (bounds: { min: number; max: number }) =>
  (text: string): number => {
    const match = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text.trim())
    if (!match || text.trim() === '') {
      throw new Error(`expected a duration with units such as 30s, 10m or 1h30m, got ${JSON.stringify(text)}`)
    }
    const [, days, hours, minutes, seconds] = match.map((part) => Number(part ?? 0))
    const total = (days ?? 0) * UNITS.d + (hours ?? 0) * UNITS.h + (minutes ?? 0) * UNITS.m + (seconds ?? 0) * UNITS.s
    if (total < bounds.min || total > bounds.max) {
      const range = `from ${formatDuration(bounds.min)} to ${formatDuration(bounds.max)}`
      throw new Error(`expected a duration ${range}, got ${JSON.stringify(text)}`)
    }
    return total
  }

/** `95` → `1m35s`. Seconds in, rounded to whole ones. */
export function formatDuration(seconds: number): string {
  let left = Math.round(seconds)
  const parts = Object.entries(UNITS).flatMap(([unit, size]) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count > 0 ? [`${count}${unit}`] : []
  })
  return parts.join('') || '0s'
}
