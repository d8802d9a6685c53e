import { parseNumber } from './parse-number.ts'
import { type Unavailable, unavailable } from './source-settings.ts'

export type FoundNumber = { kind: 'number'; value: number } | Unavailable

/**
 * A JSON number, or a text that is exactly a number, as APIs like that of Prometheus write theirs. NaN and infinite
 * ones are passed on: what they mean is said by the reading. Nothing else is ever taken for a number.
 */
export const numberInJson = (value: unknown, where: string): FoundNumber => {
  if (typeof value === 'number') return { kind: 'number', value }
  if (value === null || value === undefined)
    return unavailable('missing-value', `${where}: expected a number, found nothing`)
  if (typeof value !== 'string')
    return unavailable('wrong-type', `${where}: expected a number, found ${typeName(value)}`)
  if (value.trim() === '') return unavailable('missing-value', `${where}: expected a number, found an empty text`)
  const number = parseNumber(value)
  return number === undefined
    ? unavailable('wrong-type', `${where}: expected a number, found a text that is none`)
    : { kind: 'number', value: number }
}

const typeName = (value: unknown): string => {
  if (typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? `an array of ${value.length}` : `an ${typeof value}`
}
