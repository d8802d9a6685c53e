const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/

/**
 * Reads a point in time: ISO 8601 with a zone, `2024-11-12T14:47:00Z` or `2024-11-12T15:47+01:00`.
 *
 * @returns milliseconds since the epoch
 * @throws for a time without a zone, which means another moment on every machine, and for days that do not exist
 */
export function parseInstant(text: string): number {
  const found = INSTANT.exec(text.trim())
  const time = found && exists(found) ? Date.parse(text.trim()) : Number.NaN
  if (Number.isNaN(time)) {
    const zone = /T\d\d:\d\d[\d:.]*$/.test(text.trim()) ? ', and it has no zone' : ''
    throw new Error(`expected a time with its zone such as 2024-11-12T14:47:00Z, got ${JSON.stringify(text)}${zone}`)
  }
  return time
}

/**
 * The same, or a day, which means its beginning in UTC.
 *
 * @returns milliseconds since the epoch
 * @throws when it is neither
 */
export function parseInstantOrDay(text: string): number {
  const day = DAY.exec(text.trim())
  return day && exists(day) ? Date.parse(text.trim()) : parseInstant(text)
}

/** `Date.parse` takes the 31st of February for the 3rd of March. */
const exists = ([, year, month, day]: RegExpExecArray): boolean =>
  new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day) && Number(month) <= 12
