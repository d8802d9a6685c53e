import { collectHistory } from './collect-history.ts'
import { type FaultKind, type ProcessFault, type Step, takesTheRunner } from './fault-kinds.ts'
import type { History, HistoryEvent, RunFact } from './history.ts'
import { type Gate, openGate } from './http-gate.ts'
import { moveAskedFor, shareAskedFor } from './name-request.ts'
import { numberRequests } from './number-requests.ts'
import { openCase } from './open-case.ts'
import { endProcessesOf, installShims } from './process-shims.ts'
import { createStages, hasPost, hasReconcile } from './run-stages.ts'
import type { Sabotage } from './sabotage.ts'
import { stageEnd } from './stage-result.ts'
import type { Template } from './template.ts'

/** Longer than any run, so that the records of a lost one are seen as that. */
const HOURS_UNTIL_RECONCILE = 7
const RUN = 200
/** Where somebody else moves the tag to. */
const ELSEWHERE = 'v1.0.0'

export type CaseOrder = {
  template: Template
  /** What production is moved to. */
  version: string
  inputs?: (service: string) => Record<string, string>
  spoiled: { step: Step; fault: FaultKind } | null
  /** Whether the platform runs `post`: not when the machine is gone. */
  post: boolean
  /** Whether a scheduled run comes by hours later. */
  reconcile?: boolean
  sabotage?: Sabotage
}

export type PlayedCase = { history: History; steps: Step[]; reached: boolean }

/** One guard with one thing going wrong, then whatever the platform runs after it, then reconcile. */
export async function playCase(order: CaseOrder): Promise<PlayedCase> {
  const { spoiled, sabotage = null } = order
  const world = await openCase(order.template)
  const atProcess = spoiled?.step.kind === 'process' ? { ...spoiled, fault: spoiled.fault as ProcessFault } : null
  const shims = installShims(world.bin, atProcess)
  const requests = numberRequests(spoiled)
  const events: HistoryEvent[] = []
  const runs: Record<string, RunFact> = {}
  let by = 'nobody'
  let overtaking: Awaited<ReturnType<typeof world.move>> | null = null
  const gateTo = (upstream: string): Promise<Gate> =>
    openGate({
      ...{
        upstream,
        sabotage,
        faultOf: requests.faultOf,
        kill: () => stages.kill(),
        interrupt: () => stages.interrupt(),
      },
      overtake: async () => {
        overtaking = await world.move(ELSEWHERE)
      },
      passed: ({ method, url, body }, status) => {
        const share = shareAskedFor(url)
        if (share) events.push({ kind: status === 200 ? 'traffic' : 'traffic-refused', at: Date.now(), by, ...share })
        for (const { expected, to } of moveAskedFor(method, url, body) ?? [])
          events.push({ kind: 'asked-to-move', at: Date.now(), by, expected, to })
      },
    })
  const gates = { github: await gateTo(world.github.url), service: await gateTo(world.service.url) }
  const stages = createStages(world, gates, shims, order.inputs?.(gates.service.url))
  const guard = async (push: Awaited<ReturnType<typeof world.move>>, runId: number): Promise<void> => {
    by = `guard ${runId}`
    runs[by] = { kind: 'guard', follows: push.event.payload.after, lost: false }
    const main = await stages.guard('main', push, runId)
    const lost = main.signal !== null && spoiled !== null && takesTheRunner(spoiled.fault) && !order.post
    runs[by] = { kind: 'guard', follows: push.event.payload.after, lost }
    if (lost) endProcessesOf(world.bin)
    events.push(stageEnd(by, 'main', main))
    if (order.post && hasPost()) events.push(stageEnd(by, 'post', await stages.guard('post', push, runId, main.state)))
    endProcessesOf(world.bin)
  }
  try {
    await guard(await world.move(order.version), RUN)
    const steps = [...requests.steps(), ...shims.starts()]
    requests.stop()
    if (overtaking) await guard(overtaking, RUN + 1)
    await Promise.all([gates.github.settled(), gates.service.settled()])
    const reconciled = hasReconcile() && order.reconcile !== false
    if (reconciled) {
      world.ageRecords(HOURS_UNTIL_RECONCILE)
      by = 'reconcile'
      runs[by] = { kind: 'reconcile', follows: null, lost: false }
      events.push(stageEnd(by, 'reconcile', await stages.reconcile(RUN + 2)))
    }
    const history = await collectHistory(world, { events, results: stages.results, runs, reconciled })
    return { history, steps, reached: requests.wasHit() || shims.wasHit() }
  } finally {
    endProcessesOf(world.bin)
    await gates.github.close()
    await gates.service.close()
    await world.close()
  }
}
