import { createVirtualClock } from '../../../__tests__/flows/virtual-clock.ts'
import type { Clock } from '../../../src/flows/ports.ts'
import type { History, HistoryEvent, RunFact } from '../history.ts'
import type { Sabotage } from '../sabotage.ts'
import { createMemoryGitHub } from './memory-github.ts'
import { COMPONENT, createObjects, versionObject } from './memory-objects.ts'
import { createMemoryService } from './memory-service.ts'
import { configureFor, runGuardFor, type TagMove } from './run-guard.ts'
import { githubFor } from './run-ports.ts'
import { runReconcileFor } from './run-reconcile.ts'
import { type Act, BAD_VERSIONS, type Script } from './script.ts'

/** Milliseconds: longer than any run may take. */
const UNTIL_LAST_RECONCILE = 7 * 3_600_000

/** Plays a script on a clock of its own and tells everything that happened. */
export async function playScript(script: Script, sabotage: Sabotage | null = null): Promise<History> {
  const { clock, finish } = createVirtualClock()
  const events: HistoryEvent[] = []
  const happened = (event: HistoryEvent): void => void events.push(event)
  const objects = createObjects()
  const start = objects.make('v1')
  const github = createMemoryGitHub(clock, start, (event) => {
    happened(event)
    if (event.kind === 'moved' && event.by !== 'human' && script.app && event.from !== null && event.to !== null)
      void deliver({ before: event.from, after: event.to, actor: 'tagback' }, 2)
  })
  const service = createMemoryService(clock, script, happened)
  const runs: Record<string, RunFact> = {}
  const machines: { lose(): void }[] = []
  const work: Promise<unknown>[] = []
  let group: Promise<unknown> = Promise.resolve()
  let ids = 100

  const run = (kind: RunFact['kind'], follows: string | null, id: number) => {
    const index = Object.keys(runs).length
    const by = `${kind} ${id}${runs[`${kind} ${id}`] ? ` again ${index}` : ''}`
    const fact: RunFact = { kind, follows, lost: false }
    runs[by] = fact
    const machine = machineOn(clock)
    machines.push({
      lose: () => {
        if (events.some((event) => event.kind === 'stage-ended' && event.by === by)) return
        runs[by] = { ...fact, lost: true }
        machine.lose()
      },
    })
    const faults = script.faults.filter((fault) => fault.run === index)
    const { repository, reader } = githubFor({
      ...{ by, github, objects, clock: machine.clock, faults, script, happened, sabotage },
    })
    const ports = { clock: machine.clock, repository, tell: () => {} }
    return { by, ports, reader, configure: configureFor(by, service, machine.clock), gone: machine.gone }
  }
  const guardOf = async (move: TagMove, id: number, attempt = 1): Promise<void> => {
    const { gone, ...parts } = run('guard', move.after, id)
    const end = await Promise.race([gone, runGuardFor(move, { id, attempt }, parts)])
    if (end !== 'gone') happened(end)
  }
  const reconcileNow = async (): Promise<void> => {
    const id = ++ids
    const { gone, ...parts } = run('reconcile', null, id)
    const end = await Promise.race([gone, runReconcileFor(id, parts)])
    if (end !== 'gone') happened(end)
  }
  const deliver = async (move: TagMove, delay: number, id = ++ids): Promise<void> => {
    const started = clock.sleep(delay * 1000).then(() => {
      group = group.then(() => guardOf(move, id))
      return group
    })
    work.push(started)
    await started
  }
  const pushed: TagMove[] = []
  const push = (object: string, told: Extract<Act, { kind: 'push' }>['told']): void => {
    const move = { before: github.tag(), after: object, actor: 'ada' }
    if (move.before === move.after) return
    github.set('human', object)
    pushed.push(move)
    if (told !== 'never') void deliver(move, told === 'late' ? 40 : 2)
    if (told === 'twice') void deliver(move, 9)
  }
  const act = async (next: Act): Promise<void> => {
    await clock.sleep(next.wait * 1000)
    if (next.kind === 'push') return push(objects.make(next.version), next.told)
    if (next.kind === 'by-hand') return push(versionObject(next.version), 'at-once')
    if (next.kind === 'stale-clone') {
      const old = pushed.at(-next.back)
      return old && push(old.after, 'at-once')
    }
    if (next.kind === 'lose-runs') for (const { lose } of machines) lose()
    const latest = pushed.at(-1)
    if (next.kind === 'second-guard' && latest) void work.push(guardOf(latest, ++ids))
    if (next.kind === 'reconcile') void work.push(reconcileNow())
  }

  github.close(
    github.open({
      ...{ kind: 'guard', component: COMPONENT, environment: 'production', from: null, target: null, actor: 'ada' },
      to: { component: COMPONENT, version: 'v1.0.0', versioned: true, object: start, commit: objects.peeled(start) },
      run: { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' },
    }),
    { decision: 'kept', reason: 'healthy' },
  )
  await finish(
    (async () => {
      await clock.sleep(600_000)
      for (const next of script.acts) await act(next)
      for (let done = -1; done !== work.length; ) {
        done = work.length
        await Promise.all(work)
      }
      await clock.sleep(UNTIL_LAST_RECONCILE)
      await reconcileNow()
    })(),
  )
  return {
    ...{ start: { tag: start, served: 'v1.0.0' }, events, runs, versionOf: objects.versionOf() },
    end: {
      ...{ tag: github.tag(), served: service.served(), openIncidents: github.openIncidents().map(({ text }) => text) },
      records: github.recordsAt(Number.POSITIVE_INFINITY).map(({ kind, run: { id }, to, closed }) => ({
        ...{ by: `guard ${id}`, kind, version: to.version, state: closed && 'success' },
      })),
    },
    ...{ bad: BAD_VERSIONS.map((version) => `${version}.0.0`), reconciled: true },
  }
}

/** The clock of a machine that can go away: then nothing on it ever goes on. */
function machineOn(clock: Clock) {
  let lost = false
  let lose = (): void => {}
  const gone = new Promise<'gone'>((resolve) => {
    lose = () => {
      lost = true
      resolve('gone')
    }
  })
  const own: Clock = {
    now: clock.now,
    sleep: async (milliseconds, signal) => {
      await clock.sleep(milliseconds, signal)
      if (lost) await new Promise(() => {})
    },
  }
  return { clock: own, gone, lose: () => lose() }
}
