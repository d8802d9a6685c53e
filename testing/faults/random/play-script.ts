import { createVirtualClock } from '../../../__tests__/flows/virtual-clock.ts'
import { needed } from '../../../src/config/needed.ts'
import type { History, HistoryEvent } from '../history.ts'
import type { Sabotage } from '../sabotage.ts'
import { type SaidStage, wordOn } from '../stage-result.ts'
import { createMemoryGitHub } from './memory-github.ts'
import { COMPONENT, createObjects, versionObject } from './memory-objects.ts'
import { createMemoryService } from './memory-service.ts'
import { createRuns } from './run-all.ts'
import type { TagMove } from './run-guard.ts'
import { type Act, badIn, ENVIRONMENTS, type Environment, type Script } from './script.ts'

/** Milliseconds: longer than any run may take. */
const UNTIL_LAST_RECONCILE = 7 * 3_600_000

/** Plays a script on a clock of its own and tells everything that happened, in each environment. */
export async function playScript(script: Script, sabotage: Sabotage | null = null): Promise<History[]> {
  const { clock, finish } = createVirtualClock()
  const environments = script.rings === 'none' ? ENVIRONMENTS.slice(0, 1) : ENVIRONMENTS
  const journal: { event: HistoryEvent | SaidStage; environment: Environment | null }[] = []
  const happened = (event: HistoryEvent | SaidStage, environment: Environment | null): void =>
    void journal.push({ event, environment })
  const objects = createObjects()
  const start = Object.fromEntries(environments.map((environment) => [environment, objects.make('v1', environment)]))
  const github = createMemoryGitHub(clock, start, (event, environment) => {
    happened(event, environment)
    if (event.by !== 'human' && script.app && event.from !== null && event.to !== null)
      runs.deliver({ environment, before: event.from, after: event.to, actor: 'tagback' }, 2)
  })
  const services = environments.map((environment) =>
    createMemoryService(clock, { script, environment }, (event) => happened(event, environment)),
  )
  const serviceOf = (environment: Environment) => needed(services[environments.indexOf(environment)])
  const runs = createRuns({ clock, github, objects, serviceOf, script, happened, sabotage })
  const pushed: TagMove[] = []
  const push = (environment: Environment, object: string, told: Extract<Act, { kind: 'push' }>['told']): void => {
    const move = { environment, before: github.tag(environment), after: object, actor: 'ada' }
    if (move.before === move.after) return
    github.set('human', environment, object)
    pushed.push(move)
    if (told !== 'never') runs.deliver(move, told === 'late' ? 40 : 2)
    if (told === 'twice') runs.deliver(move, 9)
  }
  const placeOf = (environment: Environment): Environment =>
    environments.includes(environment) ? environment : 'production'
  const act = (next: Act): void => {
    switch (next.kind) {
      case 'push': {
        const environment = placeOf(next.environment)
        push(environment, objects.make(next.version, environment), next.told)
        break
      }
      case 'by-hand':
        push(placeOf(next.environment), versionObject(next.version), 'at-once')
        break
      case 'stale-clone': {
        const old = pushed.at(-next.back)
        if (old) push(old.environment, old.after, 'at-once')
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

  for (const environment of environments) {
    const object = github.tag(environment)
    const to = { component: COMPONENT, version: 'v1.0.0', versioned: true, object, commit: objects.peeled(object) }
    const first = github.open({
      ...{ kind: 'guard', component: COMPONENT, environment, from: null, to, target: null, actor: 'ada' },
      run: { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' },
    })
    github.close(first, { decision: 'kept', reason: 'healthy' })
  }
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
  return environments.map((environment): History => {
    const place = { component: COMPONENT, environment }
    const events = journal
      .filter((entry) => entry.environment === null || entry.environment === environment)
      .map(({ event }) => (event.kind === 'stage-ended' ? wordOn(place, event) : event))
    return {
      ...{ start: { tag: start[environment] ?? null, served: 'v1.0.0' }, events, versionOf: objects.versionOf() },
      runs: runs.factsIn(environment, events),
      end: {
        ...{ tag: github.tag(environment), served: serviceOf(environment).served() },
        openIncidents: github.openIncidents(environment).map(({ text }) => text),
        records: github
          .recordsAt(environment, Number.POSITIVE_INFINITY)
          .map(({ kind, run: { id, attempt }, to, closed }) => ({
            ...{ by: `guard ${id}.${attempt}`, kind, version: to.version, state: closed && 'success' },
          })),
      },
      ...{ bad: badIn(environment), reconciled: true },
    }
  })
}
