import type { MetricSettingName, WrittenMetric } from './metric-table.ts'

/** `beside`: what else it is about, which can stand in another section. */
export type ComplainOfMetric = (
  setting: MetricSettingName,
  message: string,
  beside?: readonly MetricSettingName[],
) => void

/** What one metric measures: these exclude each other, but for the first two. */
const QUERIES = ['errors', 'total', 'rate', 'score', 'value'] as const
const WHOLE: readonly string[] = ['errors,total', 'rate', 'score', 'value']

/**
 * Whether what is said of one metric fits together. `miss` is told what is not said, and may still be said elsewhere;
 * `complain` what is wrong.
 */
export function checkMetric(written: WrittenMetric, complain: ComplainOfMetric, miss: ComplainOfMetric): void {
  const given = (name: MetricSettingName): boolean => written[name] !== undefined
  const queries = QUERIES.filter(given)
  if (!given('metric')) miss('metric', 'expected the source of the metric, got none')
  if (written.metric === 'command') {
    if (!given('metric-command')) miss('metric-command', 'expected a script for metric: command, got none')
    for (const name of queries)
      complain(name, 'expected the script alone to say it (metric: command), got both', ['metric'])
  } else {
    if (!WHOLE.includes(queries.join())) {
      const [first = 'metric', ...others] = queries
      const expected = `expected errors and total, or rate, got ${queries.join(' and ') || 'none of them'}`
      if (queries.length < 2) miss('metric', expected, queries)
      else complain(first, expected, others)
    }
    for (const [limit, query] of [
      ['at-least', 'score'],
      ['at-most', 'value'],
    ] as const)
      if (given(limit) && !given(query)) complain(limit, `expected ${query} beside it, got none`)
  }
  if (given('score') && !given('at-least')) complain('score', 'expected at-least beside it, got none')
  if (given('value') && !given('at-most')) complain('value', 'expected at-most beside it, got none')
  if (given('at-least') && given('at-most')) complain('at-most', 'expected at-least or at-most, got both', ['at-least'])
  if (given('at-least') && given('threshold'))
    complain('threshold', 'expected at-least alone to say it, got both', ['at-least'])
  if (!given('threshold') && !given('at-least') && !given('at-most'))
    miss('threshold', 'expected a rate such as 1%, got none')
}
