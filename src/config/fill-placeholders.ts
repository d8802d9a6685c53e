import { literalsOfJmesPath } from './jmespath-literals.ts'
import {
  type FurtherValues,
  isFurther,
  isOf,
  isOurs,
  percentEncoded,
  replaceWords,
  unknownWord,
} from './placeholder-text.ts'
import { PLACEHOLDER, type PlaceholderValues } from './placeholder-word.ts'
import { literalsOfPromQL, type TextPart } from './promql-literals.ts'

export type { PlaceholderValues } from './placeholder-word.ts'

/** Scheme, authority, path, and query with fragment. */
const URL_PARTS = /^(https?):\/\/([^/?#]*)([^?#]*)(.*)$/is

/**
 * @throws when it is not an http or https address, holds credentials, or has a placeholder where it could lead
 * requests elsewhere: scheme, user, host or port
 */
export const checkUrlTemplate = (template: string, further: FurtherValues = {}): void => {
  const [, , authority = '', path = '', rest = ''] = partsOfUrl(template)
  if (authority.includes('@'))
    throw new Error('expected an address without user name and password; put them in headers')
  if (/[{}]/.test(authority))
    throw new Error(`expected placeholders in the path or the query only, got one in the host or port: ${authority}`)
  for (const [placeholder, word = ''] of `${path}${rest}`.matchAll(PLACEHOLDER))
    if (!isOf(word, placeholder) && !isFurther(further, word, placeholder))
      throw new Error(unknownWord(placeholder, word, further))
  const plain = template.replace(PLACEHOLDER, 'x')
  if (!URL.canParse(plain)) throw new Error(`expected an http or https address, got a host or port that is not valid`)
}

/**
 * Values are percent-encoded, slashes too.
 *
 * @throws as `checkUrlTemplate`, and for a value that would turn a segment of the path into `.` or `..`
 */
export const fillUrl = (template: string, values: PlaceholderValues, further: FurtherValues = {}): string => {
  checkUrlTemplate(template, further)
  const [, scheme, authority, path = '', rest = ''] = partsOfUrl(template)
  const encode = (text: string): string => replaceWords(text, { ...further, ...values }, percentEncoded)
  const segments = path.split('/').map((segment) => {
    const filled = encode(segment)
    // `%2e` counts as a dot, too: https://url.spec.whatwg.org/#double-dot-path-segment
    if (filled !== segment && /^(\.|%2e){1,2}$/i.test(filled))
      throw new Error(`${segment} in the address would become ${filled}, which leads to another path`)
    return filled
  })
  return `${scheme}://${authority}${segments.join('/')}${encode(rest)}`
}

/**
 * @throws when a placeholder stands where it cannot be filled in safely: values belong into the quoted text of a
 * label matcher, `{window}` outside of quotes
 */
export const checkPromQL = (template: string): void => {
  for (const part of literalsOfPromQL(template)) {
    if (part.kind === 'comment') continue
    for (const [placeholder, word = ''] of part.text.matchAll(PLACEHOLDER)) {
      const fine =
        part.kind === 'literal' ? (isOf(word, placeholder) ? part.matcher : !isOurs(word)) : placeholder === '{window}'
      if (fine) continue
      throw new Error(misplacedInPromQL(part, placeholder, word) ?? unknownWord(placeholder, word))
    }
  }
}

/**
 * Values are escaped for the quotes that they stand in, and for regular expressions after `=~` and `!~`.
 *
 * @param windowSeconds whole seconds, for `{window}`
 * @throws as `checkPromQL`; for a value that its quotes cannot hold; for `{window}` without `windowSeconds`
 */
export const fillPromQL = (template: string, values: PlaceholderValues, windowSeconds?: number): string => {
  checkPromQL(template)
  return literalsOfPromQL(template)
    .map((part) => {
      if (part.kind === 'comment') return part.text
      if (part.kind === 'literal') return replaceWords(part.text, values, part.escape)
      return part.text.replace(/\{window\}/g, () => {
        if (!Number.isInteger(windowSeconds) || (windowSeconds ?? 0) < 1)
          throw new Error(`{window} must be at least 1 whole second, got ${windowSeconds}`)
        return `${windowSeconds}s`
      })
    })
    .join('')
}

/** @throws when a placeholder stands outside of quoted text */
export const checkJmesPath = (template: string): void => {
  for (const part of literalsOfJmesPath(template))
    for (const [placeholder, word = ''] of part.text.matchAll(PLACEHOLDER)) {
      if (!isOf(word, placeholder)) {
        if (part.kind === 'code' || isOurs(word)) throw new Error(unknownWord(placeholder, word))
      } else if (part.kind === 'code')
        throw new Error(`${placeholder} must stand in quotes in JMESPath, such as [?name == '${placeholder}']`)
    }
}

/**
 * Values are escaped for the raw string, the JSON literal or the quoted identifier that they stand in.
 *
 * @throws as `checkJmesPath`
 */
export const fillJmesPath = (template: string, values: PlaceholderValues): string => {
  checkJmesPath(template)
  return literalsOfJmesPath(template)
    .map((part) => (part.kind === 'literal' ? replaceWords(part.text, values, part.escape) : part.text))
    .join('')
}

const partsOfUrl = (template: string): RegExpExecArray => {
  const parts = URL_PARTS.exec(template)
  if (parts === null || parts[2] === '')
    throw new Error('expected an address that begins with http:// or https:// and a host')
  // A URL parser takes `\` for `/` and drops tabs and line breaks: both would move what stands where.
  if (/[\\\s\p{Cc}]/u.test(template)) throw new Error('expected an address without blanks, line breaks and backslashes')
  return parts
}

const misplacedInPromQL = (part: TextPart, placeholder: string, word: string): string | undefined => {
  if (part.kind === 'code' && isOf(word, placeholder))
    return `${placeholder} must stand in the quotes of a label matcher in PromQL, such as x{label="${placeholder}"}`
  if (part.kind === 'literal' && isOf(word, placeholder))
    return `${placeholder} can be filled in after =, !=, =~ or !~ only, such as x{label="${placeholder}"}`
  if (part.kind === 'literal' && word === 'window') return '{window} must stand outside of quotes, such as [{window}]'
  return undefined
}
