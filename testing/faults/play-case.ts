import { type CaseFacts, collectHistories } from './collect-history.ts'
import { type FaultKind, type ProcessFault, type Step, takesTheRunner } from './fault-kinds.ts'
import type { Flow } from './flows.ts'
import type { History, RunFact } from './history.ts'
import { type Gate, openGate } from './http-gate.ts'
import { moveAskedFor, shareAskedFor } from './name-request.ts'
import { numberRequests } from './number-requests.ts'
import { openCase } from './open-case.ts'
import { endProcessesOf, installShims } from './process-shims.ts'
import { createStages, hasPost, hasReconcile } from './run-stages.ts'
import type { Sabotage } from './sabotage.ts'
import { stageEnd } from './stage-result.ts'
import type { Templates } from './template.ts'

/** Longer than any run, so that the records of a lost one are seen as that. */
const HOURS_UNTIL_RECONCILE = 7
const RUN = 200

type Spoiled = { step: Step; fault: FaultKind }
type Push = Awaited<ReturnType<Awaited<ReturnType<typeof openCase>>['move']>>

export type CaseOrder = {
  templates: Templates
  flow: Flow
  spoiled: Spoiled | null
  /** Whether the platform runs `post`: not when the machine is gone. */
  post: boolean
  /** Whether a scheduled run comes by hours later. */
  reconcile?: boolean
  sabotage?: Sabotage
}

/** `histories`: one of each component. `steps`: of the stage that is enumerated. */
export type PlayedCase = { histories: History[]; steps: Step[]; reached: boolean }

/** One flow with one thing going wrong in the stage that is looked at, then whatever the platform runs after it, then reconcile. */
export async function playCase(order: CaseOrder): Promise<PlayedCase> {
  const { spoiled, flow, sabotage = null } = order
  const world = await openCase(order.templates[flow.past ?? 'components'])
  const facts: Pick<CaseFacts, 'stages' | 'asked' | 'traffic'> = { stages: [], asked: [], traffic: [] }
  const runs: Record<string, RunFact> = {}
  let [by, number] = ['nobody', RUN - 1]
  let overtaking: Push | null = null
  let requests = numberRequests(null)
  const shims = installShims(world.bin)
  /** From here on everything is numbered anew, and one thing goes wrong. */
  const spoil = (wrong: Spoiled | null): void => {
    requests = numberRequests(wrong)
    shims.spoil(wrong?.step.kind === 'process' ? { ...wrong, fault: wrong.fault as ProcessFault } : null)
  }
  const gateTo = (upstream: string): Promise<Gate> =>
    openGate({
      ...{ upstream, sabotage, faultOf: (arrival) => requests.faultOf(arrival) },
      ...{ kill: () => stages.kill(), interrupt: () => stages.interrupt() },
      overtake: async () => {
        overtaking = await world.move(flow.elsewhere)
      },
      passed: ({ method, url, body }, status) => {
        const share = shareAskedFor(url)
        const kind = status === 200 ? 'traffic' : 'traffic-refused'
        if (share) facts.traffic.push({ kind, at: Date.now(), by, ...share })
        const arrived = status !== null
        for (const { ref, expected, to } of moveAskedFor(method, url, body) ?? [])
          facts.asked.push({ kind: 'asked-to-move', at: Date.now(), by, expected, to, ref, arrived })
      },
    })
  const gates = { github: await gateTo(world.github.url), service: await gateTo(world.service.url) }
  const stages = createStages(world, gates, shims, flow.inputs?.(gates.service.url))
  const begin = (kind: RunFact['kind'], name: string, follows: string | null): number => {
    number += 1
    by = `${name} ${number}`
    runs[by] = { kind, follows, lost: false }
    return number
  }
  /** Killed where nothing of its job comes after it: nobody can say more than that the job has failed. */
  const losesMachine = (result: { signal: unknown }, wrong: Spoiled | null): boolean =>
    result.signal !== null && wrong !== null && takesTheRunner(wrong.fault)

  const guard = async (push: Push, wrong: { main: Spoiled | null; post?: Spoiled | null }, post: boolean) => {
    const follows = push.event.payload.after
    const id = begin('guard', 'guard', follows)
    spoil(wrong.main)
    const main = await stages.guard('main', push, id)
    if (losesMachine(main, wrong.main) && !post) {
      runs[by] = { kind: 'guard', follows, lost: true }
      endProcessesOf(world.bin)
    }
    facts.stages.push(stageEnd(by, 'main', main))
    if (post && hasPost()) {
      if (wrong.post !== undefined) spoil(wrong.post)
      const ended = await stages.guard('post', push, id, main.state)
      if (losesMachine(ended, wrong.post ?? null)) runs[by] = { kind: 'guard', follows, lost: true }
      facts.stages.push(stageEnd(by, 'post', ended))
    }
    endProcessesOf(world.bin)
  }
  const alone = async (kind: 'reconcile' | 'rollback', wrong: Spoiled | null): Promise<void> => {
    const id = begin(kind, kind === 'rollback' ? 'restore' : kind, null)
    spoil(wrong)
    const result = kind === 'rollback' ? await stages.restore(id) : await stages.reconcile(id)
    if (losesMachine(result, wrong)) runs[by] = { kind, follows: null, lost: true }
    facts.stages.push(stageEnd(by, kind === 'rollback' ? 'main' : 'reconcile', result))
    endProcessesOf(world.bin)
  }
  try {
    const first = flow.version === undefined ? null : await world.move(flow.version)
    const ended = flow.ended ?? null
    if (first && flow.again) await guard(first, { main: null }, true)
    const push = first && flow.again ? await world.push(first.event.payload.after) : first
    if (push && flow.stage === 'main') await guard(push, { main: spoiled }, order.post)
    if (push && flow.stage === 'post') await guard(push, { main: ended, post: spoiled }, true)
    if (flow.stage === 'reconcile') {
      if (push && ended) await guard(push, { main: ended }, false)
      world.ageRecords(HOURS_UNTIL_RECONCILE)
      await alone('reconcile', spoiled)
    }
    if (flow.stage === 'restore') await alone('rollback', spoiled)
    const steps = [...requests.steps(), ...shims.starts()]
    const reached = requests.wasHit() || shims.wasHit()
    requests.stop()
    if (overtaking) await guard(overtaking, { main: null }, order.post)
    await Promise.all([gates.github.settled(), gates.service.settled()])
    const reconciled = hasReconcile() && order.reconcile !== false
    if (reconciled) {
      world.ageRecords(HOURS_UNTIL_RECONCILE)
      await alone('reconcile', null)
    }
    const from = { ...facts, results: stages.results, runs, reconciled, begin: first?.event.payload.after ?? null }
    return { histories: await collectHistories(world, from), steps, reached }
  } finally {
    endProcessesOf(world.bin)
    await gates.github.close()
    await gates.service.close()
    await world.close()
  }
}
