import { RE2JS } from 're2js'
import { unquotePromQL } from './unquote-promql.ts'

/** Which series of a metric to take. */
export type Selector = { name: string; fits: (labels: ReadonlyMap<string, string>) => boolean }

const NAME = /[a-zA-Z_:][\w:]*/y
const LABEL = /[a-zA-Z_]\w*/y
const OPERATOR = /=~|!~|!=|=/y
const QUOTED = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`/y
const LONGEST_PATTERN = 1000

/**
 * A selector of PromQL, `name{label="v",other=~"re"}`, without functions, ranges and offsets. As in PromQL, a label
 * that is not there is an empty one, and patterns match whole values. They are RE2, which takes linear time.
 *
 * @throws with the position of what cannot be read
 */
export const parseSelector = (text: string): Selector => {
  let at = 0
  const skipBlanks = (): void => {
    while (/\s/.test(text.charAt(at))) at++
  }
  const take = (pattern: RegExp): string | undefined => {
    skipBlanks()
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    at += found?.length ?? 0
    return found
  }
  const takeSign = (sign: string): boolean => {
    skipBlanks()
    if (text[at] !== sign) return false
    at++
    return true
  }
  const fail = (expected: string): never => {
    const found = at < text.length ? `${JSON.stringify(text.slice(at, at + 20))} at character ${at + 1}` : 'its end'
    throw new Error(`expected ${expected} in the selector ${text}, got ${found}`)
  }

  const name = take(NAME) ?? fail('the name of a metric')
  const tests: ((labels: ReadonlyMap<string, string>) => boolean)[] = []
  if (takeSign('{')) {
    while (!takeSign('}')) {
      const label = take(LABEL) ?? fail('the name of a label or }')
      const operator = take(OPERATOR) ?? fail('=, !=, =~ or !~')
      const test = valueTest(operator, unquotePromQL(take(QUOTED) ?? fail('a value in quotes')))
      tests.push((labels) => test(labels.get(label) ?? ''))
      if (!takeSign(',') && text[at] !== '}') fail(', or }')
    }
  }
  skipBlanks()
  if (at < text.length)
    fail(
      'nothing but name{label="value"} (no function: Tagback adds the series up and takes the difference of two polls)',
    )
  return { name, fits: (labels) => tests.every((test) => test(labels)) }
}

const valueTest = (operator: string, wanted: string): ((value: string) => boolean) => {
  if (operator === '=') return (value) => value === wanted
  if (operator === '!=') return (value) => value !== wanted
  const pattern = compilePattern(wanted)
  return operator === '=~' ? (value) => pattern.matches(value) : (value) => !pattern.matches(value)
}

const compilePattern = (pattern: string): RE2JS => {
  if (pattern.length > LONGEST_PATTERN)
    throw new Error(`expected a pattern of at most ${LONGEST_PATTERN} characters, got ${pattern.length}`)
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL)
  } catch (error) {
    throw new Error(`expected a pattern in RE2 syntax, got ${JSON.stringify(pattern)}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
