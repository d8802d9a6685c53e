import type { Clock } from '../../../src/flows/ports.ts'
import type { HistoryEvent, RunFact, StageEnd } from '../history.ts'
import { runsElsewhere } from '../runs-elsewhere.ts'
import type { Sabotage } from '../sabotage.ts'
import type { SaidStage } from '../stage-result.ts'
import { type Machine, machineOn } from './machine-on.ts'
import type { MemoryGitHub } from './memory-github.ts'
import type { createObjects } from './memory-objects.ts'
import type { createMemoryService } from './memory-service.ts'
import { configureFor, runGuardFor, runPostFor, type TagMove } from './run-guard.ts'
import { githubFor } from './run-ports.ts'
import { runReconcileFor } from './run-reconcile.ts'
import { runRestoreFor } from './run-restore.ts'
import type { Environment, Script } from './script.ts'

export type RunsOrder = {
  clock: Clock
  github: MemoryGitHub
  objects: ReturnType<typeof createObjects>
  serviceOf(environment: Environment): ReturnType<typeof createMemoryService>
  script: Script
  happened(event: HistoryEvent | SaidStage, environment: Environment | null): void
  sabotage: Sabotage | null
}

/** Milliseconds from the first signal of a cancellation until the process is killed, and the time of a post step. */
const GRACE = 10_000
const POST_TIME = 240_000
/** Far more than the acts of a script, told twice, and a move back for each. */
const MOST_EVENTS = 60

/** Starts runs as GitHub does: guards of the group one after the other, everything else at once. */
export function createRuns({ clock, script, happened, serviceOf, ...order }: RunsOrder) {
  const facts: Record<string, RunFact & { environment?: Environment }> = {}
  const working = new Map<Machine, { by: string; stage: StageEnd['stage'] }>()
  const work: Promise<unknown>[] = []
  /** Of each tag, the guards that wait for one another. */
  const groups = new Map<Environment, Promise<unknown>>()
  let restores: Promise<unknown> = Promise.resolve()
  let ids = 100
  let delivered = 0
  let machines = 0
  let calm = false
  const begun = new Set<number>()

  /** Runs one stage on a machine of its own. `null`: the machine went away. */
  const onMachine = async <T>(
    by: string,
    stage: StageEnd['stage'],
    run: (parts: ReturnType<typeof partsFor>) => Promise<T>,
    time = Number.POSITIVE_INFINITY,
  ): Promise<{ end: T | null; machine: Machine }> => {
    const machine = machineOn(clock)
    working.set(machine, { by, stage })
    if (Number.isFinite(time)) void clock.sleep(time).then(machine.cancel)
    const end = await Promise.race([machine.gone, run(partsFor(by, machine))])
    working.delete(machine)
    return { end: end === 'gone' ? null : (end as T), machine }
  }
  const partsFor = (by: string, machine: Machine) => {
    const number = machines++
    const faults = calm ? [] : script.faults.filter((fault) => fault.run === number)
    const { repository, reader } = githubFor({ ...order, by, clock: machine.clock, faults, script, happened })
    const { cancelled, save } = machine
    const ports = { clock: machine.clock, repository, tell: () => {}, cancelled, save }
    return { by, ports, reader, configure: configureFor(by, { serviceOf, rings: script.rings }, ports) }
  }
  const guard = async (move: TagMove): Promise<void> => {
    const id = ++ids
    const by = `guard ${id}.1`
    facts[by] = { kind: 'guard', follows: move.after, lost: false, environment: move.environment }
    begun.add(id)
    await follow(move, id, by).finally(() => begun.delete(id))
  }
  const follow = async (move: TagMove, id: number, by: string): Promise<void> => {
    const run = { move, id, attempt: 1 }
    const { end, machine } = await onMachine(by, 'main', (parts) => runGuardFor(run, parts))
    happened(end ?? killed(by, 'main'), null)
    if (facts[by]?.lost) return
    const post = await onMachine(by, 'post', (parts) => runPostFor(run, machine.left(), parts), POST_TIME)
    happened(post.end ?? killed(by, 'post'), null)
  }
  const killed = (by: string, stage: StageEnd['stage']): StageEnd => ({
    ...{ kind: 'stage-ended', at: clock.now(), by, stage, how: 'killed', exitCode: null },
    ...{ decision: '', reason: '', tag: '', text: '' },
  })
  return {
    /** What is known of every run, by its name, as it is seen from this environment. */
    factsIn: (environment: Environment, events: readonly HistoryEvent[]): Record<string, RunFact> => {
      const own = Object.entries(facts).filter(([, fact]) => fact.environment === environment)
      const others = Object.entries(facts).filter(([, fact]) => fact.kind !== 'rollback')
      const moved = events.filter((event): event is HistoryEvent & { kind: 'moved' } => event.kind === 'moved')
      return {
        ...runsElsewhere(Object.fromEntries(others), moved, order.objects.versionOf()),
        ...Object.fromEntries(own),
      }
    },
    /** An event arrives so many seconds later, and its guard waits for those before it. */
    deliver: (move: TagMove, delay: number): void => {
      if (++delivered > MOST_EVENTS) {
        const text = `${MOST_EVENTS} events of one tag after another: runs start each other without end`
        if (delivered === MOST_EVENTS + 1) happened({ kind: 'objection', at: clock.now(), by: 'platform', text }, null)
        return
      }
      const started = clock.sleep(delay * 1000).then(() => {
        const group = (groups.get(move.environment) ?? Promise.resolve()).then(() => guard(move))
        groups.set(move.environment, group)
        return group
      })
      work.push(started)
    },
    /** A guard outside the group. */
    guardBeside: (move: TagMove): void => void work.push(guard(move)),
    reconcile: (): Promise<void> => {
      const id = ++ids
      const by = `reconcile ${id}`
      begun.add(id)
      facts[by] = { kind: 'reconcile', follows: null, lost: false }
      const run = onMachine(by, 'reconcile', (parts) => runReconcileFor(id, parts))
        .then(({ end }) => happened(end ?? killed(by, 'reconcile'), null))
        .finally(() => begun.delete(id))
      work.push(run)
      return run
    },
    /** One after the other: who puts back by hand looks at what the one before has come to. */
    restore: (): void => {
      restores = restores.then(async () => {
        const id = ++ids
        const by = `restore ${id}`
        facts[by] = { kind: 'rollback', follows: null, lost: false, environment: 'production' }
        begun.add(id)
        const { end } = await onMachine(by, 'main', (parts) => runRestoreFor(id, parts, (run) => !begun.has(run)))
        begun.delete(id)
        happened(end ?? killed(by, 'main'), null)
      })
      work.push(restores)
    },
    strike: (kind: 'lose-runs' | 'cancel' | 'crash'): void => {
      for (const [machine, { by, stage }] of working) {
        const fact = facts[by]
        // Without a post step nobody is there to say more than that the job has failed.
        if (fact && (kind === 'lose-runs' || (fact.kind === 'rollback' && kind === 'crash')))
          facts[by] = { ...fact, lost: true }
        // Whoever cancels a job twice ends its post step, too; that is not played.
        if (kind !== 'lose-runs' && stage !== 'main') continue
        if (kind !== 'cancel') machine.lose()
        else {
          machine.cancel()
          void clock.sleep(GRACE).then(machine.lose)
        }
      }
    },
    /** From now on nothing goes wrong any more. */
    calmDown: (): void => {
      calm = true
    },
    ended: async (): Promise<void> => {
      for (let done = -1; done !== work.length; ) {
        done = work.length
        await Promise.all(work)
      }
    },
  }
}
