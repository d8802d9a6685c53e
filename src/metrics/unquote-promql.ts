const SIMPLE: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"' },
}
const ESCAPE = /\\(?:([abfnrtv\\'"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.?)/gs

/**
 * The text of a PromQL string literal with its quotes.
 *
 * @throws for an escape that PromQL does not know: https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export const unquotePromQL = (literal: string): string => {
  const text = literal.slice(1, -1)
  if (literal.startsWith('`')) return text
  return text.replace(ESCAPE, (escaped, simple?: string, octal?: string, ...codes: (string | undefined)[]) => {
    if (simple !== undefined) return SIMPLE[simple] ?? ''
    const hex = codes.slice(0, 3).find((code) => code !== undefined)
    const point = octal !== undefined ? Number.parseInt(octal, 8) : hex !== undefined ? Number.parseInt(hex, 16) : -1
    if (point < 0 || point > 0x10ffff) throw new Error(`expected an escape of PromQL, got ${escaped} in ${literal}`)
    return String.fromCodePoint(point)
  })
}
