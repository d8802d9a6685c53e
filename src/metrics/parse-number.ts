const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const INFINITE = /^([+-]?)inf(inity)?$/i

/** A number as Go writes it, which is how Prometheus does: `1.5e+06`, `NaN`, `+Inf`. Undefined for any other text. */
export const parseNumber = (text: string): number | undefined => {
  if (DECIMAL.test(text)) return Number(text)
  if (/^[+-]?nan$/i.test(text)) return Number.NaN
  const sign = INFINITE.exec(text)?.[1]
  if (sign === undefined) return undefined
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}
