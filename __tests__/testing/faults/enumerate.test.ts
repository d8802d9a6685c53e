import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { checkHistories } from '../../../testing/faults/check-histories.ts'
import { type Baseline, casesOf, inLanes, playBaseline, playFault } from '../../../testing/faults/enumerate.ts'
import { type FaultKind, takesTheRunner } from '../../../testing/faults/fault-kinds.ts'
import { FLOW_NAMES, flowOf } from '../../../testing/faults/flows.ts'
import { playCase } from '../../../testing/faults/play-case.ts'
import { hasPost } from '../../../testing/faults/run-stages.ts'
import type { Sabotage } from '../../../testing/faults/sabotage.ts'
import { spreadOver } from '../../../testing/faults/spread-over.ts'
import { createTemplates, type Templates } from '../../../testing/faults/template.ts'

jest.setTimeout(240_000)

let templates: Templates
let baselines: Baseline[]
beforeAll(async () => {
  templates = await createTemplates()
  baselines = await inLanes(4, FLOW_NAMES, (flow) => playBaseline(templates, flow))
})
afterAll(() => templates.remove())

/** Some wait long; some need the stages that finish what another began. */
const left = (fault: FaultKind): boolean =>
  fault === 'delay' || (!hasPost() && (takesTheRunner(fault) || fault === 'sigint'))

it('without a fault every flow ends as it is meant to, and nothing is wrong with any', () => {
  const back = 'post: prompts/extraction in production: rolled back from v1.2.0 to v1.1.0'
  expect(baselines.map(({ flow, outcome, violations }) => [flow, outcome, violations])).toStrictEqual([
    ['guard-healthy', 'kept (healthy)', []],
    ['guard-rollback', 'rolled-back (above-threshold)', []],
    ['guard-stale-clone', 'rolled-back (stale-clone)', []],
    ['guard-steps', 'rolled-back (above-threshold)', []],
    ['guard-rings', 'rolled-back (ring-failed); rolled-back (above-threshold)', []],
    ['post-after-deploy', back, []],
    ['post-after-move', back, []],
    ['reconcile-missed', 'reconcile: 1 repaired, 0 failed', []],
    ['reconcile-lost-deploy', 'reconcile: 0 repaired, 1 failed', []],
    ['reconcile-lost-move', 'reconcile: 0 repaired, 1 failed', []],
    ['restore', 'restored (healthy)', []],
  ])
  // What the ledger knows already is deployed by nobody.
  for (const { flow, steps } of baselines) expect(steps.length).toBeGreaterThan(flow === 'guard-stale-clone' ? 4 : 20)
})

it('a spread of all faults at all steps leaves nothing that must not be', async () => {
  const cases = baselines.flatMap(casesOf).filter(({ fault }) => !left(fault))
  const results = await inLanes(6, spreadOver(cases, 12), (one) => playFault(templates, one))
  expect(results).toHaveLength(12)
  expect(results.filter(({ violations }) => violations.length > 0)).toStrictEqual([])
})

describe('negative controls: what is broken on purpose is found out', () => {
  const rulesOf = async (name: string, fault: FaultKind, sabotage?: Sabotage, post = true): Promise<string[]> => {
    const spoiled = { step: { kind: 'request', name, nth: 1 } as const, fault }
    const order = { templates, flow: flowOf('guard-rollback'), spoiled, post, reconcile: false }
    const { histories, reached } = await playCase(sabotage ? { ...order, sabotage } : order)
    expect(reached).toBe(true)
    return checkHistories(histories).map(({ rule }) => rule)
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
    expect(await rulesOf('GET /extraction/version', 'sigint', undefined, false)).toContain('finished')
  })
})
