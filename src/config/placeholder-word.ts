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
  return words.find((known) => known !== 'env' && distance(small, known) <= (known.length > 4 ? 2 : 1))
}

/** Edit distance with swaps of neighbours (optimal string alignment). */
const distance = (one: string, other: string): number => {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= one.length; i++) {
    rows.push([i])
    for (let j = 1; j <= other.length; j++) {
      const changed = at(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1)
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? at(i - 2, j - 2) + 1 : changed
      rows[i]?.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, changed, swapped))
    }
  }
  return at(one.length, other.length)
}
