import { createVirtualClock } from '../../../__tests__/flows/virtual-clock.ts'
import type { History, HistoryEvent } from '../history.ts'
import type { Sabotage } from '../sabotage.ts'
import { createMemoryGitHub } from './memory-github.ts'
import { COMPONENT, createObjects, versionObject } from './memory-objects.ts'
import { createMemoryService } from './memory-service.ts'
import { createRuns } from './run-all.ts'
import type { TagMove } from './run-guard.ts'
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
      runs.deliver({ before: event.from, after: event.to, actor: 'tagback' }, 2)
  })
  const service = createMemoryService(clock, script, happened)
  const runs = createRuns({ clock, github, objects, service, script, happened, sabotage })
  const pushed: TagMove[] = []
  const push = (object: string, told: Extract<Act, { kind: 'push' }>['told']): void => {
    const move = { before: github.tag(), after: object, actor: 'ada' }
    if (move.before === move.after) return
    github.set('human', object)
    pushed.push(move)
    if (told !== 'never') runs.deliver(move, told === 'late' ? 40 : 2)
    if (told === 'twice') runs.deliver(move, 9)
  }
  const act = (next: Act): void => {
    switch (next.kind) {
      case 'push':
        push(objects.make(next.version), next.told)
        break
      case 'by-hand':
        push(versionObject(next.version), 'at-once')
        break
      case 'stale-clone': {
        const old = pushed.at(-next.back)
        if (old) push(old.after, 'at-once')
        break
      }
      case 'second-guard': {
        const latest = pushed.at(-1)
        if (latest) runs.guardBeside(latest)
        break
      }
      case 'reconcile':
        void runs.reconcile()
        break
      case 'restore':
        runs.restore()
        break
      case 'lose-runs':
      case 'cancel':
      case 'crash':
        runs.strike(next.kind)
    }
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
      for (const next of script.acts) {
        await clock.sleep(next.wait * 1000)
        act(next)
      }
      await runs.ended()
      await clock.sleep(UNTIL_LAST_RECONCILE)
      runs.calmDown()
      // Side by side: one that was started by hand does no harm to the one of the schedule.
      await Promise.all([runs.reconcile(), runs.reconcile()])
    })(),
  )
  return {
    ...{ start: { tag: start, served: 'v1.0.0' }, events, runs: runs.facts, versionOf: objects.versionOf() },
    end: {
      ...{ tag: github.tag(), served: service.served() },
      openIncidents: github.openIncidents().map(({ text }) => text),
      records: github.recordsAt(Number.POSITIVE_INFINITY).map(({ kind, run: { id, attempt }, to, closed }) => ({
        ...{ by: `guard ${id}.${attempt}`, kind, version: to.version, state: closed && 'success' },
      })),
    },
    ...{ bad: BAD_VERSIONS.map((version) => `${version}.0.0`), reconciled: true },
  }
}
