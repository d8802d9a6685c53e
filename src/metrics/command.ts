import type { Reading } from '../analysis/reading.ts'
import type { MetricSource } from '../flows/ports.ts'
import { type Figure, RATE } from './figure.ts'
import { type FoundNumber, numberInJson } from './number-in-json.ts'
import { parseJson } from './parse-json.ts'
import { countersReading } from './samples-to-reading.ts'
import { type SourceSettings, unavailable } from './source-settings.ts'

const EXPECTED = '{"errors":3,"total":1000}, {"rate":0.003} or {"nothing":"why"}'
const expectedOf = (figure: Figure | undefined): string =>
  figure ? `{"${figure.name}":0.9} or {"nothing":"why"}` : EXPECTED
const LONGEST_REASON = 300

/**
 * A bash script that prints JSON: cumulative counters `{"errors":3,"total":1000}`, a ratio `{"rate":0.003}`, or that
 * there is nothing to count, `{"nothing":"why"}`. A metric with `at-least` or `at-most` prints `{"score":0.9}` or
 * `{"value":230}` instead. Any other end than exit code 0 is no answer.
 *
 * @throws without a script; runs nothing
 */
export const command = ({ command: script, run, timeoutSeconds, figure }: SourceSettings): MetricSource => {
  if (script === undefined || script.trim() === '') throw new Error('metric-command: expected a script, got none')
  if (run === undefined) throw new Error('metric: a command cannot be run here')
  return {
    description: 'metric-command',
    read: async () => {
      const ran = await run(script, timeoutSeconds)
      if (ran.kind === 'failed') return unavailable(ran.what, `metric-command: ${ran.detail}`)
      if (ran.code !== 0) return unavailable('missing-value', `metric-command: expected exit code 0, found ${ran.code}`)
      return readingOfOutput(ran.stdout, figure)
    },
  }
}

/** From standard output to a reading. Nothing but the JSON may stand in it. */
export const readingOfOutput = (stdout: string, asked?: Figure): Reading => {
  const expected = expectedOf(asked)
  const parsed = parseJson(stdout)
  if (parsed.kind === 'unavailable')
    return unavailable(parsed.what, `metric-command: ${parsed.detail}, on standard output; expected ${expected}`)
  const { data } = parsed
  const keys = typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.keys(data).sort().join() : ''
  const found = data as Readonly<Record<string, unknown>>
  if (keys === 'nothing') {
    const { nothing } = found
    if (typeof nothing !== 'string' || nothing.trim() === '')
      return unavailable('wrong-type', 'metric-command: expected the reason as text in {"nothing":"why"}')
    return { kind: 'nothing', what: 'empty', detail: nothing.replace(/\p{Cc}+/gu, ' ').slice(0, LONGEST_REASON) }
  }
  const number = (name: string): FoundNumber => numberInJson(found[name], `metric-command: ${name}`)
  const { name, reading } = asked ?? RATE
  if (keys === name) {
    const figure = number(name)
    return figure.kind === 'number' ? reading(figure.value) : figure
  }
  if (asked || keys !== 'errors,total') {
    const names = keys === '' ? 'no such names' : keys.replace(/\p{Cc}+/gu, ' ').slice(0, LONGEST_REASON)
    return unavailable('missing-value', `metric-command: expected ${expected}, found JSON with ${names}`)
  }
  const [errors, total] = [number('errors'), number('total')]
  if (errors.kind !== 'number') return errors
  if (total.kind !== 'number') return total
  return countersReading([{ series: 'errors', value: errors.value }], [{ series: 'total', value: total.value }])
}
