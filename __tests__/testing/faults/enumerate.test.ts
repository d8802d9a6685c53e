import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { checkHistory } from '../../../testing/faults/check-history.ts'
import { type Baseline, casesOf, inLanes, playBaseline, playFault } from '../../../testing/faults/enumerate.ts'
import { type FaultKind, takesTheRunner } from '../../../testing/faults/fault-kinds.ts'
import { FLOW_NAMES } from '../../../testing/faults/flows.ts'
import { playCase } from '../../../testing/faults/play-case.ts'
import { hasPost } from '../../../testing/faults/run-stages.ts'
import type { Sabotage } from '../../../testing/faults/sabotage.ts'
import { spreadOver } from '../../../testing/faults/spread-over.ts'
import { createTemplate, type Template } from '../../../testing/faults/template.ts'

jest.setTimeout(120_000)

let template: Template
let baselines: Baseline[]
beforeAll(async () => {
  template = await createTemplate()
  baselines = await inLanes(2, FLOW_NAMES, (flow) => playBaseline(template, flow))
})
afterAll(() => template.remove())

/** Some wait long; some need the stages that finish what another began. */
const left = (fault: FaultKind): boolean =>
  fault === 'delay' || (!hasPost() && (takesTheRunner(fault) || fault === 'sigint'))

it('without a fault one flow is kept and the other rolled back, and nothing is wrong with either', () => {
  expect(baselines.map(({ flow, outcome, violations }) => [flow, outcome, violations])).toStrictEqual([
    ['guard-healthy', 'kept (healthy)', []],
    ['guard-rollback', 'rolled-back (above-threshold)', []],
  ])
  for (const { steps } of baselines) expect(steps.length).toBeGreaterThan(20)
})

it('a spread of all faults at all steps leaves nothing that must not be', async () => {
  const cases = baselines.flatMap(casesOf).filter(({ fault }) => !left(fault))
  const results = await inLanes(6, spreadOver(cases, 8), (one) => playFault(template, one))
  expect(results).toHaveLength(8)
  expect(results.filter(({ violations }) => violations.length > 0)).toStrictEqual([])
})

describe('negative controls: what is broken on purpose is found out', () => {
  const rulesOf = async (name: string, fault: FaultKind, sabotage?: Sabotage, post = true): Promise<string[]> => {
    const spoiled = { step: { kind: 'request', name, nth: 1 } as const, fault }
    const order = { template, version: 'v1.2.0', spoiled, post, reconcile: false }
    const { history, reached } = await playCase(sabotage ? { ...order, sabotage } : order)
    expect(reached).toBe(true)
    return checkHistory(history).map(({ rule }) => rule)
  }

  it.concurrent('moving tags by force, in the moment in which somebody else moves the tag', async () => {
    expect(await rulesOf('mutation TagbackMove', 'overtaken')).toStrictEqual([])
    const rules = await rulesOf('mutation TagbackMove', 'overtaken', 'blind-force')
    expect(rules).toContain('compare-and-swap')
    expect(rules).toContain('no-lost-move')
  })

  it.concurrent('sending a write again whose answer was lost', async () => {
    expect(await rulesOf('POST deployments', 'drop-after', 'write-retries')).toContain('recorded-once')
  })

  it.concurrent('no post step after a cancelled run', async () => {
    expect(await rulesOf('GET /version', 'sigint', undefined, false)).toContain('finished')
  })
})
