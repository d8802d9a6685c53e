import { editDistance } from './edit-distance.ts'

/** What stands for the release that is deployed, in addresses and queries. */
export type PlaceholderValues = {
  /** `components/prompts/extraction` */
  component: string
  type: string
  name: string
  version: string
  environment: string
  commit: string
}

/** `{window}` is for PromQL alone, `{env:NAME}` for headers alone. */
type PlaceholderWord = keyof PlaceholderValues | 'window' | 'env'

/** `{word}` or `{word:more}`, without blanks: neither `{code="500"}` nor `{2,3}` nor `{errors: a}` look like this. */
export const PLACEHOLDER = /\{([A-Za-z_][\w-]*)(?::([^{}\s]*))?\}/g

const VALUE_WORDS = ['component', 'type', 'name', 'version', 'environment', 'commit'] as const
const SHORTEST_ABBREVIATION = 3

export const isValueWord = (word: string): word is keyof PlaceholderValues =>
  (VALUE_WORDS as readonly string[]).includes(word)

/** All placeholders for values, for messages. */
export const VALUE_PLACEHOLDERS = VALUE_WORDS.map((word) => `{${word}}`).join(', ')

/** The placeholder that was probably meant by a misspelt (`enviroment`), shortened (`env`) or capitalised word. */
export const meantWord = (word: string): PlaceholderWord | undefined => {
  const small = word.toLowerCase()
  const words: PlaceholderWord[] = [...VALUE_WORDS, 'window', 'env']
  const same = words.find((known) => known === small && known !== 'env')
  if (same !== undefined) return same
  if (small.length >= SHORTEST_ABBREVIATION) {
    const whole = VALUE_WORDS.find((known) => known.startsWith(small))
    if (whole !== undefined) return whole
  }
  // One slip in a short word, two in a long one: `{user}` must not be taken for `{type}`.
  return words.find((known) => known !== 'env' && editDistance(small, known) <= (known.length > 4 ? 2 : 1))
}
