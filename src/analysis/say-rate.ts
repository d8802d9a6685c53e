const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** A ratio as a percentage with three significant digits: 0.124 is "12.4%". */
export function sayRate(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(3))}%`
}

/** "31 of 2,500 requests". */
export function sayCounts(errors: number, total: number): string {
  return `${counts.format(errors)} of ${counts.format(total)} requests`
}
