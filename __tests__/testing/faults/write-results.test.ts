import { expect, it } from '@jest/globals'
import type { FaultResult } from '../../../testing/faults/enumerate.ts'
import type { FlowReport } from '../../../testing/faults/fault-table.ts'
import type { FlowName } from '../../../testing/faults/flows.ts'
import { mergeReports, sayCoverage } from '../../../testing/faults/write-results.ts'

const result: FaultResult = {
  ...{ flow: 'restore', step: { kind: 'request', name: 'GET x', nth: 1 }, fault: '500', post: true },
  ...{ outcome: '', reached: true, violations: [] },
}
const report = (flow: FlowName, outcome: string, results: FaultResult[] = []): FlowReport => ({
  ...{ baseline: { flow, steps: [result.step], outcome, violations: [] }, all: 2, results },
})

it('puts the cases that were played in place of what is there of them', () => {
  const other: FaultResult = { ...result, fault: '403' }
  const gone: FaultResult = { ...result, step: { kind: 'request', name: 'GET y', nth: 1 } }
  const old = [{ ...result, outcome: 'old' }, other, gone]
  const there = [report('guard-healthy', 'old'), report('restore', 'old', old)]
  const merged = mergeReports(there, [report('restore', 'new', [result]), report('guard-rings', 'new')])
  expect(merged[2]?.results).toStrictEqual([other, result])
  expect(merged.map(({ baseline: { flow, outcome } }) => [flow, outcome])).toStrictEqual([
    ['guard-healthy', 'old'],
    ['guard-rings', 'new'],
    ['restore', 'new'],
  ])
})

it.each<[FaultResult[], string]>([
  [[result, result], 'All 4 cases of 2 flows: 0 with a violation'],
  [[{ ...result, violations: [{ rule: 'ends', sentence: '' }] }], '2 of the 4 cases of 2 flows: 2 with a violation'],
])('says how many cases were played', (results, sentence) => {
  expect(sayCoverage([report('restore', '', results), report('guard-healthy', '', results)])).toBe(sentence)
})
