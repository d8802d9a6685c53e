import { describe, expect, it } from '@jest/globals'
import type { Measurement } from '../../src/analysis/measurement.ts'
import type { Poll, Progress } from '../../src/flows/progress.ts'
import { describeMeasurement } from '../../src/report/describe-measurement.ts'
import { type LogState, logLines } from '../../src/report/log-lines.ts'
import { poll } from './outcomes.ts'

const DURATION = 600

function logOf(polls: readonly Poll[]): string[] {
  let state: LogState = null
  return polls.flatMap((poll): string[] => {
    const told = logLines(state, { kind: 'poll', poll, duration: DURATION })
    state = told.state
    return told.lines
  })
}

const watchOf = (count: number, more: (at: number) => Partial<Poll> = () => ({})): Poll[] =>
  Array.from({ length: count }, (_, index) => {
    const at = (index + 1) * 5
    return { ...poll(at, 0, 100), ...more(at) }
  })
const evidence = (regressed: number, healthy: number) => ({
  assessment: { ...poll(5, 0, 100).assessment, evidence: { regressed, healthy } },
})
const nothing = (at: number): Partial<Poll> => ({
  measurement: { kind: 'unavailable', at, what: 'timeout', detail: 'no answer in 10 s' },
})

describe('the log of a watch', () => {
  it('fits on a screen: a default watch of 120 polls has at most one line for each half a minute, and its news', () => {
    const lines = logOf(watchOf(120, (at) => evidence(0, Math.min(0.95, at / 600))))
    expect(lines.length).toBeLessThanOrEqual(25)
    expect(logOf(watchOf(120, (at) => (at % 10 === 0 ? nothing(at) : {}))).length).toBeLessThanOrEqual(42)
  })

  it('tells the first errors at once, then what came together since', () => {
    const [, first, errors, later] = logOf(watchOf(10, (at) => (at >= 15 ? poll(at, 2, 100) : {})))
    expect(first).toMatch(/^ +5s {2}0 of 100 failed \(0%\)/)
    expect(errors).toMatch(/^ +15s {2}2 of 200 failed \(1%\)/)
    expect(later).toMatch(/^ +45s {2}12 of 600 failed \(2%\)/)
  })

  it('tells every quarter of evidence once, however it wobbles', () => {
    const wobbling = watchOf(20, (at) => evidence(at % 10 === 0 ? 0.3 : 0.2, 0))
    expect(logOf(wobbling).map((line) => line.trim().split(' ')[0])).toStrictEqual([
      'after',
      '5s',
      '10s',
      '40s',
      '1m10s',
      '1m40s',
    ])
  })

  it('tells when a verdict is expected, as long as there is none', () => {
    const [, line] = logOf([{ ...poll(5, 0, 100), outlook: { decidesAt: 250 } }])
    expect(line).toMatch(/ 9m55s, verdict by 4m10s$/)
    expect(logOf([{ ...poll(5, 9, 100, 'regressed'), outlook: { decidesAt: 250 } }])[1]).toMatch(/ regressed$/)
  })

  it('tells how the worst of the other metrics stands, and its news', () => {
    const others = (regressed: number) => [
      { name: 'slow', dryRun: false, outlook: null, ...poll(5, 1, 100), ...evidence(regressed, 0) },
      { name: 'queue', dryRun: true, outlook: null, ...poll(5, 1, 100), ...evidence(0.9, 0) },
    ]
    const lines = logOf(watchOf(5, (at) => ({ ...evidence(0, 0), others: others(at < 15 ? 0 : 0.6) })))
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/; slow for bad 0%$/)
    expect(lines[2]).toMatch(/^ +15s .*; slow for bad 60%$/)
  })

  it('tells when figures fail to come and come again', () => {
    const lines = logOf(watchOf(20, (at) => (at > 10 && at <= 60 ? nothing(at) : {})))
    expect(lines.map((line) => line.trim().split(' ')[0])).toStrictEqual(['after', '5s', '15s', '45s', '1m5s', '1m35s'])
    expect(lines[2]).toContain('no answer (timeout)')
  })

  it('has columns of the same width, what is left, and the verdict at the end', () => {
    const lines = logOf([...watchOf(14), poll(75, 90, 100, 'regressed')])
    const columns = lines.map((line) => (line.includes('[') ? line.indexOf('[') : line.indexOf('for bad')))
    expect(new Set(columns).size).toBe(1)
    expect(lines[1]).toMatch(/\[###-----\] {2}\[--------\] {2}9m55s$/)
    expect(lines.at(-1)).toMatch(/\[########\] {2}\[--------\] {2}regressed$/)
  })

  it('begins anew with each phase', () => {
    const told: Progress[] = [
      { kind: 'poll', poll: poll(5, 0, 100), duration: 10 },
      { kind: 'phase', title: 'Watch v1 after the rollback' },
      { kind: 'poll', poll: poll(2, 0, 100), duration: 10 },
    ]
    let state: LogState = null
    const lines = told.flatMap((progress): string[] => {
      const answer = logLines(state, progress as Exclude<Progress, { kind: 'warning' }>)
      state = answer.state
      return answer.lines
    })
    expect(lines.map((line) => line.trim().split(' ')[0])).toStrictEqual(['after', '5s', 'Watch', 'after', '2s'])
  })
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
