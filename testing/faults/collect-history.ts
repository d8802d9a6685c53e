import { git } from '../github/run-git.ts'
import type { ActionResult } from '../runner/start-action.ts'
import { findLeaks } from './find-leaks.ts'
import type { EndRecord, History, HistoryEvent, RunFact, StageEnd } from './history.ts'
import type { Case } from './open-case.ts'
import { badIn, type Place, PRODUCTION, sayPlace, tagOf } from './places.ts'
import { runsElsewhere } from './runs-elsewhere.ts'
import { type SaidStage, wordOn } from './stage-result.ts'

export type CaseFacts = {
  /** How the stages ended. */
  stages: SaidStage[]
  /** What was asked of GitHub, for which ref, and whether that came to it. */
  asked: (HistoryEvent & { kind: 'asked-to-move' } & { ref: string; arrived: boolean })[]
  /** What a router was asked for, of PRODUCTION. */
  traffic: HistoryEvent[]
  results: ActionResult[]
  /** By their names, the first one first. What a guard follows is a move of PRODUCTION. */
  runs: Record<string, RunFact>
  /** What a person has put there before everything else; `null`: nobody has. */
  begin: string | null
  reconciled: boolean
}

/** What git, GitHub, the service and the stages themselves know, put together for each place. */
export async function collectHistories(world: Case, facts: CaseFacts): Promise<History[]> {
  const refs = await world.repository.refs()
  const said: HistoryEvent[] = [
    ...findLeaks(world, facts.results).map((where): HistoryEvent => ({ kind: 'leaked', at: 0, by: 'a run', where })),
    ...world.github.violations
      .filter((text) => !STRAY.test(text))
      .map((text): HistoryEvent => ({ kind: 'objection', at: 0, by: 'platform', text })),
  ]
  const { repository, service, template } = world
  return Promise.all(
    template.places.map(async (place): Promise<History> => {
      const start = world.start.get(sayPlace(place))
      const asked = facts.asked.filter(({ ref }) => ref === tagOf(place))
      const begin = place === PRODUCTION ? facts.begin : null
      const moved = movesOf(world, place, { asked, begin })
      const versionOf = await versionsOf(world, place)
      const events = [
        ...(place === PRODUCTION ? facts.traffic : []),
        ...facts.stages.map((stage) => wordOn(place, stage)),
        ...asked,
        ...moved,
        ...deploysOf(world, place, facts.stages),
        ...said,
      ]
      return {
        start: { served: 'nothing', ...start, tag: begin ?? start?.tag ?? null },
        events: events.sort((a, b) => a.at - b.at),
        end: {
          tag: refs.get(tagOf(place)) ?? null,
          served: service.served(place),
          records: recordsOf(world, place, Object.keys(facts.runs)),
          openIncidents: repository.issues
            .filter(({ state }) => state === 'open')
            .map(({ title, body }) => `${title}\n${body}`),
        },
        runs: place === PRODUCTION ? facts.runs : runsElsewhere(facts.runs, moved, versionOf),
        ...{ versionOf, bad: badIn(template, place.environment), reconciled: facts.reconciled },
      }
    }),
  )
}

/** A metric server on this machine may still ask a port that was its service's before. No action asks GitHub for that. */
const STRAY = /no route for GET \/metrics/

type Moved = HistoryEvent & { kind: 'moved' }

/** As git has logged them. The move that begins a case is not one of them. */
function movesOf(
  { tagLog, people }: Case,
  place: Place,
  { asked, begin }: Pick<CaseFacts, 'asked' | 'begin'>,
): Moved[] {
  const log = tagLog(place)
  if (begin !== null && log[0]?.to !== begin) throw new Error('The log of the tag does not begin with the push')
  // The same move can be made twice.
  let since = 0
  return log.slice(begin === null ? 0 : 1).map(({ from, to }): Moved => {
    const person = people.findLast(({ object }) => object === to)
    const ask = asked.find(
      ({ at, arrived, expected, to: wanted }) =>
        at >= since && arrived && wanted === to && (expected === from || expected === null),
    )
    since = person?.at ?? ask?.at ?? since
    return { kind: 'moved', at: since, by: person ? 'human' : (ask?.by ?? 'nobody who asked'), from, to }
  })
}

function deploysOf({ service }: Case, place: Place, stages: readonly StageEnd[]): HistoryEvent[] {
  const stageAt = (at: number): string => stages.find((stage) => at <= stage.at)?.by ?? stages.at(-1)?.by ?? 'nobody'
  return service
    .journal()
    .filter((line) => line.place === sayPlace(place))
    .map(({ at, half, version, reason }) => {
      const kind = half === 'began' ? 'deploy-began' : 'deploy-ended'
      return { kind, at, by: stageAt(at), version, reason }
    })
}

/** By the names of the runs: `guard 200`. */
const recordsOf = ({ repository }: Case, place: Place, runs: readonly string[]): EndRecord[] =>
  repository.deployments.flatMap(({ payload, statuses }) => {
    const record = payload as Place & { kind: string; to: { version: string }; run: { id: number } }
    const { kind, to, run } = record
    const by = runs.find((name) => name.endsWith(` ${run.id}`)) ?? `guard ${run.id}`
    return sayPlace(record) === sayPlace(place)
      ? [{ by, kind, version: to.version, state: statuses.at(-1)?.state ?? null }]
      : []
  })

/** Version of every tag object of its component, unreachable ones too, through the commit that it leads to. */
async function versionsOf({ repository }: Case, { component }: Place): Promise<Record<string, string>> {
  const objects = await git(repository.gitDir, [
    ...['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname) %(objecttype)'],
  ])
  const tags = objects.split('\n').flatMap((line) => (line.endsWith(' tag') ? [line.slice(0, 40)] : []))
  const listed = await git(repository.gitDir, [
    ...['for-each-ref', '--format=%(*objectname) %(refname)', `refs/tags/${component}/v*`],
  ])
  const versions = new Map(
    listed.split('\n').map((line) => [line.slice(0, 40), line.slice(line.lastIndexOf('/') + 1)] as const),
  )
  const peeled = await git(repository.gitDir, ['cat-file', '--batch-check=%(objectname)'], {
    input: tags.map((tag) => `${tag}^{commit}\n`).join(''),
  })
  const commits = peeled.split('\n')
  return Object.fromEntries(
    [...tags.map((tag, index) => [tag, commits[index] ?? ''] as const), ...[...versions.keys()].map((c) => [c, c])].map(
      ([object = '', commit = '']) => [object, versions.get(commit) ?? commit],
    ),
  )
}
