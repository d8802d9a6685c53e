import { compile, tokenize } from '@jmespath-community/jmespath'

export type CompiledJmesPath = { text: string; expression: ReturnType<typeof compile> }

/** @throws with the character where it stops to be JMESPath */
export const compileJmesPath = (text: string): CompiledJmesPath => {
  const message = compileError(text)
  if (message === null) return { text, expression: compile(text) }
  throw new Error(`expected a JMESPath expression, got ${text}: ${message} (${positionOf(text, message)})`)
}

const compileError = (text: string): string | null => {
  try {
    compile(text)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

/** The parser does not say where it stopped: it is the first token that brings about the same error. */
const positionOf = (text: string, message: string): string => {
  try {
    const starts = tokenize(text).map(({ start }) => start)
    const ends = [...starts.slice(1), text.length]
    const which = ends.findIndex((end) => compileError(text.slice(0, end)) === message)
    const start = starts[which]
    if (start !== undefined && !message.includes('EOF')) return `at character ${start + 1}`
    return 'at its end'
  } catch {
    return 'in a literal or an unknown character'
  }
}
