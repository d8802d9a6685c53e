import { isValueWord, meantWord, PLACEHOLDER, type PlaceholderValues, VALUE_PLACEHOLDERS } from './placeholder-word.ts'

/** Placeholders that only one setting has, with what they stand for. */
export type FurtherValues = Readonly<Record<string, string>>

export const replaceWords = (text: string, values: FurtherValues, escapeValue: (value: string) => string): string =>
  text.replace(PLACEHOLDER, (placeholder, word: string) =>
    isFurther(values, word, placeholder) ? escapeValue(values[word] as string) : placeholder,
  )

export const isFurther = (values: FurtherValues, word: string, placeholder: string): boolean =>
  Object.hasOwn(values, word) && placeholder === `{${word}}`

export const percentEncoded = (value: string): string => {
  try {
    return encodeURIComponent(value)
  } catch (error) {
    throw new Error(`expected well-formed text, got ${JSON.stringify(value)}`, { cause: error })
  }
}

/** `{version}`, and not `{version:1}`. */
export const isOf = (word: string, placeholder: string): word is keyof PlaceholderValues =>
  isValueWord(word) && placeholder === `{${word}}`

/** Left alone in quoted text are only words that cannot be meant for us, such as `/users/{id}`. */
export const isOurs = (word: string): boolean => word === 'env' || meantWord(word) !== undefined

export const unknownWord = (placeholder: string, word: string, further: FurtherValues = {}): string => {
  if (word === 'env' && placeholder.includes(':'))
    return `${placeholder}: environment variables can be used in headers only`
  if (word === 'window') return `${placeholder} can be used in PromQL only`
  const meant = meantWord(word)
  const known = [VALUE_PLACEHOLDERS, ...Object.keys(further).map((name) => `{${name}}`)].join(', ')
  const hint = meant === undefined ? `expected one of ${known}` : `did you mean {${meant}}?`
  return `unknown placeholder ${placeholder}: ${hint}`
}
