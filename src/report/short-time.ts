/** `2026-11-20 09:30:15`: an ISO 8601 time in UTC, without fractions of a second. */
export const shortTime = (iso: string): string => new Date(iso).toISOString().slice(0, 19).replace('T', ' ')

/** The same for the cell of a table, which must not break it into three lines. */
export const cellTime = (iso: string): string => shortTime(iso).replaceAll('-', '&#8209;').replace(' ', '&nbsp;')
