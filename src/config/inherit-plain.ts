import { type MetricSettingName, PLAIN_NAMES, type WrittenMetric } from './metric-table.ts'
import type { WrittenSettings } from './setting-table.ts'

/** What is measured, in the language of the source; each way excludes the others. */
export const WAYS_TO_MEASURE: readonly (readonly MetricSettingName[])[] = [
  ['errors', 'total'],
  ['rate'],
  ['score', 'at-least'],
  ['value', 'at-most'],
]
const CONNECTION: readonly MetricSettingName[] = ['metric-url', 'metric-headers', 'metric-command']

/**
 * A metric with what it does not say itself taken from the plain settings around it. Another source inherits neither
 * address nor queries, another address no headers: they may hold secrets that are meant for the other one.
 */
export function inheritPlain(plain: WrittenSettings, own: WrittenMetric): WrittenMetric {
  const inherited: WrittenMetric = {}
  for (const name of PLAIN_NAMES) if (plain[name] !== undefined) inherited[name] = plain[name]
  const drop = (names: readonly MetricSettingName[]) => {
    for (const name of names) delete inherited[name]
  }
  if (own.metric !== undefined && own.metric !== plain.metric) drop([...CONNECTION, ...WAYS_TO_MEASURE.flat()])
  if (own['metric-url'] !== undefined) drop(['metric-headers'])
  const ways = WAYS_TO_MEASURE.filter((names) => names.some((name) => own[name] !== undefined))
  if (ways.length > 0) drop(WAYS_TO_MEASURE.filter((way) => !ways.includes(way)).flat())
  // The threshold of an error rate says nothing of scores and values.
  if (own['at-least'] !== undefined || own['at-most'] !== undefined) drop(['threshold'])
  return { ...inherited, ...own }
}
