/** A piece of PromQL. `matcher`: the quoted text is what a label is compared with. */
export type TextPart =
  | { kind: 'code' | 'comment'; text: string }
  | { kind: 'literal'; text: string; matcher: boolean; escape: (value: string) => string }

const LITERAL_OR_COMMENT = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`|#[^\n]*/g
const MATCHER = /(?<![=<>!])(=|!=|=~|!~)\s*$/

/**
 * Cuts PromQL into code, comments and quoted text. The parts put together are the query again.
 *
 * @throws when a quote is not closed
 */
export const literalsOfPromQL = (query: string): TextPart[] => {
  const parts: TextPart[] = []
  let codeSoFar = ''
  let end = 0
  const addCode = (text: string): void => {
    const open = text.search(/["'`]/)
    if (open !== -1) throw new Error(`expected closed quotes, got ${text.slice(open, open + 30)}`)
    codeSoFar += text
    if (text !== '') parts.push({ kind: 'code', text })
  }
  for (const match of query.matchAll(LITERAL_OR_COMMENT)) {
    const text = match[0]
    addCode(query.slice(end, match.index))
    end = match.index + text.length
    if (text.startsWith('#')) {
      parts.push({ kind: 'comment', text })
      continue
    }
    const operator = MATCHER.exec(codeSoFar)?.[1]
    const pattern = operator === '=~' || operator === '!~'
    const quote = text[0] ?? ''
    const escapeValue = (value: string): string => inQuotes(quote, pattern ? quotePattern(value) : value)
    parts.push({ kind: 'literal', text, matcher: operator !== undefined, escape: escapeValue })
    codeSoFar += '"'
  }
  addCode(query.slice(end))
  return parts
}

/** As `regexp.QuoteMeta` of Go, whose RE2 Prometheus uses: https://github.com/google/re2/wiki/Syntax */
const quotePattern = (value: string): string => value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')

/** Escapes of https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals */
const inQuotes = (quote: string, value: string): string => {
  if (quote === '`') {
    if (value.includes('`'))
      throw new Error(`${JSON.stringify(value)} cannot stand between backticks; use double quotes`)
    return value
  }
  return value
    .replace(/[\\"']/g, (character) => (character === '\\' || character === quote ? `\\${character}` : character))
    .replace(/[\p{Cc}\u2028\u2029]/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
