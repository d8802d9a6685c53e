import { expect, it } from '@jest/globals'
import type { Measurement } from '../../src/analysis/measurement.ts'
import { describeMeasurement } from '../../src/report/describe-measurement.ts'
import { progressLine } from '../../src/report/progress-line.ts'
import { poll } from './outcomes.ts'

it('has what was found, what speaks for each verdict and what is left, on one line', () => {
  const line = progressLine({ kind: 'poll', poll: poll(65, 3, 120), duration: 300 })
  expect(line).toContain('+1m5s')
  expect(line).toContain('3 of 120 failed (2.5%)')
  expect(line).toContain('3m55s')
  expect(line).not.toContain('\n')
})

it('names the verdict once there is one', () => {
  expect(progressLine({ kind: 'poll', poll: poll(65, 90, 120, 'regressed'), duration: 300 })).toContain('regressed')
})

it.each<[Measurement, string]>([
  [{ kind: 'counts', at: 1, errors: 3, total: 120 }, '3 of 120 failed (2.5%)'],
  [{ kind: 'counts', at: 1, errors: 0, total: 0 }, 'no requests'],
  [{ kind: 'counts', at: 1, errors: 2.48, total: 99.96 }, '2.5 of 100 failed (2.48%)'],
  [{ kind: 'rate', at: 1, rate: 0.0124 }, 'error rate 1.24%'],
  [{ kind: 'nothing', at: 1, what: 'no-traffic', detail: '' }, 'no requests'],
  [{ kind: 'nothing', at: 1, what: 'empty', detail: '' }, 'nothing to count (empty)'],
  [
    { kind: 'unavailable', at: 1, what: 'timeout', detail: 'no answer in 10 s' },
    'no answer (timeout): no answer in 10 s',
  ],
])('says %j as "%s"', (measurement, said) => {
  expect(describeMeasurement(measurement)).toBe(said)
})
