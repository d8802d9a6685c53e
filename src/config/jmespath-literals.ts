/** A piece of a JMESPath expression. */
export type ExpressionPart =
  | { kind: 'code'; text: string }
  | { kind: 'literal'; text: string; escape: (value: string) => string }

const LITERAL = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/gs
const JSON_STRING = /"(?:[^"\\]|\\.)*"/gs

/**
 * Cuts a JMESPath expression into code and quoted text: raw strings `'…'`, quoted identifiers `"…"`, and the strings
 * inside of JSON literals (in backticks). The parts put together are the expression again.
 *
 * @throws when a quote is not closed
 */
export const literalsOfJmesPath = (expression: string): ExpressionPart[] =>
  cut(expression, LITERAL, /['"`]/, (literal) => {
    if (literal.startsWith("'")) return [{ kind: 'literal', text: literal, escape: inRawString }]
    if (literal.startsWith('"')) return [{ kind: 'literal', text: literal, escape: inJsonString }]
    return cut(literal, JSON_STRING, /"/, (text) => [{ kind: 'literal', text, escape: inJsonString }])
  })

const cut = (
  text: string,
  quoted: RegExp,
  quote: RegExp,
  partsOf: (literal: string) => ExpressionPart[],
): ExpressionPart[] => {
  const parts: ExpressionPart[] = []
  let end = 0
  const addCode = (code: string): void => {
    const open = code.search(quote)
    if (open !== -1) throw new Error(`expected closed quotes, got ${code.slice(open, open + 30)}`)
    if (code !== '') parts.push({ kind: 'code', text: code })
  }
  for (const match of text.matchAll(quoted)) {
    addCode(text.slice(end, match.index))
    end = match.index + match[0].length
    parts.push(...partsOf(match[0]))
  }
  addCode(text.slice(end))
  return parts
}

/** https://jmespath.org/specification.html#raw-string-literals */
const inRawString = (value: string): string => value.replace(/[\\']/g, '\\$&')

/** The backtick as a code point, so that it cannot end the literal around the string. */
const inJsonString = (value: string): string => JSON.stringify(value).slice(1, -1).replaceAll('`', '\\u0060')
