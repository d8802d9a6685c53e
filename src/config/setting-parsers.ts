import { parseTag } from '../tags/parse-tag.ts'

/** `manual, auto or off` */
const choiceOf = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

/** One of a few words. */
export const parseChoice =
  <const Choices extends readonly string[]>(...choices: Choices) =>
  (text: string): Choices[number] => {
    const choice = choices.find((candidate) => candidate === text.trim())
    if (choice === undefined) throw new Error(`expected ${choiceOf(choices)}, got ${JSON.stringify(text)}`)
    return choice
  }

export const parseCount =
  (bounds: { min: number; max: number }) =>
  (text: string): number => {
    const count = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
    if (!(count >= bounds.min && count <= bounds.max)) {
      throw new Error(`expected a whole number from ${bounds.min} to ${bounds.max}, got ${JSON.stringify(text)}`)
    }
    return count
  }

export const parseFactor =
  (bounds: { min: number; max: number }) =>
  (text: string): number => {
    const factor = /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : Number.NaN
    if (!(factor >= bounds.min && factor <= bounds.max)) {
      throw new Error(`expected a number from ${bounds.min} to ${bounds.max}, got ${JSON.stringify(text)}`)
    }
    return factor
  }

/** A file directly in `.github/workflows`. */
export const parseWorkflowFile = (text: string): string => {
  const name = text.trim().replace(/^\.github\/workflows\//, '')
  if (!/^[\w.-]+\.ya?ml$/.test(name)) {
    throw new Error(`expected the name of a file in .github/workflows, such as deploy.yml, got ${JSON.stringify(text)}`)
  }
  return name
}

/** A plain number, also below 0. */
export const parseNumber = (text: string): number => {
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?$/i.test(text.trim()) ? Number(text) : Number.NaN
  if (!Number.isFinite(number)) throw new Error(`expected a number, got ${JSON.stringify(text)}`)
  return number
}

/** A score above 0 and below 1: at 0 and at 1 nothing could be judged. */
export const parseScore = (text: string): number => {
  const score = /^0?\.\d+$/.test(text.trim()) ? Number(text) : Number.NaN
  if (!(score > 0 && score < 1)) throw new Error(`expected a score above 0 and below 1, got ${JSON.stringify(text)}`)
  return score
}

/** The words that YAML 1.2 and GitHub's own inputs take. */
export const parseFlag = (text: string): boolean => parseChoice('true', 'false')(text) === 'true'

/** Items separated by line breaks or commas; those within the braces of a glob separate nothing. */
export const parseList = (text: string): string[] =>
  text
    .split(/\n|,(?![^{\n]*\})/)
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** Like the parts of a tag name that are followed: what they hold ends up in refs, log lines and shell commands. */
const PREFIX = /^[\p{L}\p{N}][\p{L}\p{N}._+@-]*(?:\/[\p{L}\p{N}][\p{L}\p{N}._+@-]*)*$/u

/** First parts of tag names: at least one, each without a slash at its ends. */
export const parsePrefixes = (text: string): string[] => {
  const prefixes = parseList(text)
  const wrong = prefixes.find((prefix) => !PREFIX.test(prefix))
  if (wrong !== undefined || prefixes.length === 0) {
    throw new Error(
      `expected first parts of tag names such as components, without a slash at the end, got ${JSON.stringify(wrong ?? text)}`,
    )
  }
  return prefixes
}

/** The last part of an environment tag: no version, and nothing that a tag name could not hold safely. */
export const parseEnvironment = (text: string): string => {
  const parsed = parseTag(`c/t/n/${text.trim()}`, ['c'])
  if (parsed.kind !== 'environment')
    throw new Error(`expected the name of an environment such as production, got ${JSON.stringify(text)}`)
  return parsed.environment
}

/** `20%` or `0.2`, from nothing to ten times as much. A bare `1` could mean either. */
export const parseShare = (text: string): number => {
  const [, percent, ratio] = /^(?:(\d{1,4}(?:\.\d+)?)\s?%|(\d?\.\d+))$/.exec(text.trim()) ?? []
  const share = percent === undefined ? Number(ratio ?? Number.NaN) : Number(percent) / 100
  if (!(share >= 0 && share <= 10))
    throw new Error(`expected a share from 0% to 1000% such as 20% or 0.2, got ${JSON.stringify(text)}`)
  return share
}

/** Anything that is not blank. */
export const parseText = (text: string): string => {
  if (text.trim() === '') throw new Error('expected some text, got only blanks')
  return text
}
