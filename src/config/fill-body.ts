import { messageOf } from '../message-of.ts'
import { type FurtherValues, isFurther, isOf, percentEncoded, replaceWords, unknownWord } from './placeholder-text.ts'
import { PLACEHOLDER, type PlaceholderValues } from './placeholder-word.ts'

/** What a body is written in: how values are escaped there. */
export type BodyForm = 'json' | 'form'

/** A version as good as any other: what is wrong with a body is wrong with every version. */
const SAMPLE: PlaceholderValues = {
  ...{ component: 'components/prompts/extraction', type: 'prompts', name: 'extraction' },
  ...{ version: 'v1.0.0', environment: 'production', commit: '0'.repeat(40) },
}

/**
 * @param figures placeholders for whole figures, which may also stand without quotes
 * @throws when a placeholder is not known, or stands outside of the quoted text of JSON; and when what comes of it
 * is no JSON
 */
export const checkBody = (template: string, form: BodyForm, figures: FurtherValues): void => {
  for (const { text, quoted } of partsOf(template, form))
    for (const [placeholder, word = ''] of text.matchAll(PLACEHOLDER)) {
      if (isFurther(figures, word, placeholder) || (quoted && isOf(word, placeholder))) continue
      throw new Error(
        isOf(word, placeholder)
          ? `${placeholder} must stand in quotes in JSON, such as "${placeholder}"`
          : unknownWord(placeholder, word, figures),
      )
    }
  if (form === 'form') return
  try {
    JSON.parse(filled(template, form, SAMPLE, figures))
  } catch (error) {
    // The message of the parser holds a piece of the text, and that may be a secret.
    const [, position] = /position (\d+)/.exec(messageOf(error)) ?? []
    throw new Error(`expected JSON, got something else${position === undefined ? '' : ` at character ${position}`}`)
  }
}

/**
 * Values are escaped for the quoted text of JSON, or for a form.
 *
 * @throws as `checkBody`
 */
export const fillBody = (
  template: string,
  form: BodyForm,
  values: PlaceholderValues,
  figures: FurtherValues,
): string => {
  checkBody(template, form, figures)
  return filled(template, form, values, figures)
}

const filled = (template: string, form: BodyForm, values: PlaceholderValues, figures: FurtherValues): string =>
  replaceWords(
    template,
    { ...values, ...figures },
    form === 'json' ? (value) => JSON.stringify(value).slice(1, -1) : percentEncoded,
  )

const JSON_STRING = /("(?:[^"\\]|\\.)*")/gs

const partsOf = (template: string, form: BodyForm): { text: string; quoted: boolean }[] =>
  form === 'form'
    ? [{ text: template, quoted: true }]
    : template.split(JSON_STRING).map((text, index) => ({ text, quoted: index % 2 === 1 }))
