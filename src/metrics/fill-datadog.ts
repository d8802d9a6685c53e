import { isValueWord, meantWord, PLACEHOLDER, type PlaceholderValues } from '../config/placeholder-word.ts'

/**
 * Fills placeholders into a Datadog query, as tag values: `{version:{version},env:prod}`. Datadog keeps tags in lower
 * case with `_` for what is not a letter, a digit or one of `-:./_`, so the values are written that way:
 * https://docs.datadoghq.com/getting_started/tagging/#define-tags
 *
 * @throws for a placeholder that is not known
 */
export const fillDatadog = (query: string, values: PlaceholderValues): string =>
  query.replace(PLACEHOLDER, (placeholder, word: string) => {
    // `{env:prod}` is a filter of Datadog.
    if (placeholder.includes(':')) return placeholder
    if (isValueWord(word)) return values[word].toLowerCase().replace(/[^\p{Ll}\p{Lo}\d_:./-]/gu, '_')
    const meant = meantWord(word)
    const hint = meant === undefined || meant === 'env' || meant === 'window' ? '' : `: did you mean {${meant}}?`
    throw new Error(`unknown placeholder ${placeholder}${hint}`)
  })
