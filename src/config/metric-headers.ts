import { allOf } from './all-of.ts'
import { meantWord, PLACEHOLDER } from './placeholder-word.ts'

/** A token of https://www.rfc-editor.org/rfc/rfc9110#name-field-names */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** Visible Latin-1 with blanks and tabs: what fetch can send. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
/** What such headers hold is secret, also when it was written out, such as by `${{ secrets.NAME }}` in an input. */
const SECRET_HEADER = /authorization|cookie|token|secret|passw|(^|-)(api|app|application)?-?key$/i
/** Shorter ones would be masked in the middle of ordinary words. */
const SHORTEST_SECRET = 8
/** Set by fetch itself, which refuses or ignores them: they belong to the connection. */
const NOT_OURS = [
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'upgrade',
  'keep-alive',
  'te',
  'trailer',
  'expect',
]

/**
 * Reads one `Name: value` a line. `{env:NAME}` in a value stands for a variable of `env`.
 *
 * @returns the headers, and the secrets in them for masking: each variable's value, each value that holds one, and what stands in
 *   a header such as `Authorization`
 * @throws with line numbers and names, never with a value
 */
export const parseMetricHeaders = (
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): { headers: Record<string, string>; secrets: string[] } => {
  const headers = new Map<string, string>()
  const secrets = new Set<string>()
  const missing = new Set<string>()
  const readLine = (line: string, index: number) => {
    if (line.trim() === '') return
    const where = `line ${index + 1}`
    const [name, template] = nameAndValue(line, where)
    if (headers.has(name.toLowerCase())) throw new Error(`${where}: expected each header once, got ${name} again`)
    const value = template.replace(PLACEHOLDER, (placeholder, word: string, variable: string | undefined) => {
      if (word !== 'env') return checkedWord(placeholder, word, where)
      if (variable === undefined || !VARIABLE_NAME.test(variable))
        throw new Error(`${where}: expected {env:NAME} with the name of a variable, got ${placeholder}`)
      const found = (Object.hasOwn(env, variable) ? env[variable] : undefined)?.trim() ?? ''
      if (found === '') missing.add(variable)
      else secrets.add(found)
      return found
    })
    if (!HEADER_VALUE.test(value))
      throw new Error(`${where}: the value of ${name} has a line break, a control character or one beyond Latin-1`)
    if (value !== template) secrets.add(value.trim())
    else if (SECRET_HEADER.test(name)) {
      const parts = [value.trim(), value.trim().replace(/^\S+\s+/, '')]
      for (const part of parts) if (part.length >= SHORTEST_SECRET) secrets.add(part)
    }
    headers.set(name.toLowerCase(), value.trim())
  }
  const lines = text.split(/\r?\n/)
  allOf(...lines.map((line, index) => () => readLine(line, index)))
  if (missing.size > 0) {
    const names = [...missing].join(', ')
    throw new Error(`expected a value for ${names} in the environment, got none; pass it by env: from a secret`)
  }
  return { headers: Object.fromEntries(headers), secrets: [...secrets].filter((secret) => secret !== '') }
}

const nameAndValue = (line: string, where: string): [name: string, value: string] => {
  const colon = line.indexOf(':')
  // The line may hold a secret that was pasted without its name: it is not shown.
  if (colon === -1) throw new Error(`${where}: expected "Name: value", got a line without a colon`)
  const name = line.slice(0, colon).trim()
  if (!HEADER_NAME.test(name)) throw new Error(`${where}: expected the name of a header before the colon`)
  if (NOT_OURS.includes(name.toLowerCase()))
    throw new Error(`${where}: ${name} is set by the HTTP client and cannot be given`)
  return [name, line.slice(colon + 1).trim()]
}

/** Other braces, such as JSON, are sent as they are. */
const checkedWord = (placeholder: string, word: string, where: string): string => {
  const small = word.toLowerCase()
  if (small === 'env' || (small === 'secrets' && placeholder.includes(':')))
    throw new Error(`${where}: expected {env:NAME}, got ${placeholder}`)
  if (meantWord(word) !== undefined)
    throw new Error(`${where}: ${placeholder} cannot be used in headers; only {env:NAME} can`)
  return placeholder
}
