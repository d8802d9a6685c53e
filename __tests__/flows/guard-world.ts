import type { Reading } from '../../src/analysis/reading.ts'
import { checkSettings } from '../../src/config/check-settings.ts'
import type { WrittenMetrics } from '../../src/config/metric-table.ts'
import type { WrittenSettings } from '../../src/config/setting-table.ts'
import type { Settings } from '../../src/config/settings.ts'
import { finishGuard } from '../../src/flows/finish/finish-guard.ts'
import type { RunPhase, RunState } from '../../src/flows/finish/run-state.ts'
import { guard } from '../../src/flows/guard/guard.ts'
import type { GuardRequest } from '../../src/flows/guard/guard-request.ts'
import type { Incidents } from '../../src/flows/people/incidents.ts'
import type { Notify } from '../../src/flows/people/people.ts'
import type {
  Change,
  DeployResult,
  MetricSource,
  MoveResult,
  OpenedRecord,
  Repository,
  RepositoryState,
  ServedAnswer,
  TrafficResult,
} from '../../src/flows/ports.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { encodeTraffic } from '../../src/ledger/traffic-status.ts'
import { ABSENT, type GitObject } from '../../src/tags/git-object.ts'
import { release } from '../ledger/records.ts'
import { createVirtualClock } from './virtual-clock.ts'

const COMPONENT = 'components/prompts/extraction'
const REF = `refs/tags/${COMPONENT}/production`

/** An environment tag made by edgit: annotated, on the tag object of a version. */
const environmentTag = (name: string, object: string): GitObject => {
  const { version, object: versionObject, commit } = release(name)
  const target: GitObject = { kind: 'commit', id: commit }
  const versionTag: GitObject = { kind: 'tag', id: versionObject, name: `${COMPONENT}/${version}`, target }
  return { kind: 'tag', id: object, name: `${COMPONENT}/production`, target: versionTag }
}

export const BEFORE = '1e'.repeat(20)
export const AFTER = '2e'.repeat(20)
/** What somebody else puts there: a tag of v3. */
export const ELSEWHERE = '9'.repeat(40)

const SETTINGS: WrittenSettings = {
  ...{ 'deploy-command': './deploy', metric: 'prometheus', errors: 'e', total: 't', threshold: '1%' },
  ...{ settle: '0s', 'min-duration': '60s', duration: '2m', 'ignore-blips': '0s', 'verify-duration': '60s' },
}

export type World = {
  settings?: WrittenSettings
  metrics?: WrittenMetrics
  state?: Partial<RepositoryState>
  first?: boolean
  paused?: boolean
  /** Error rate that is served by a version, at ten requests a second. */
  errorRate?: (version: string, elapsed: number) => number
  reading?: (elapsed: number) => Reading | null
  /** The same by the name of a metric, where there are several. */
  readings?: Record<string, (elapsed: number) => Reading | null>
  deploy?: (version: string, nth: number) => DeployResult
  served?: (version: string) => ServedAnswer
  /** What the router says to the nth share; it takes all unless told. */
  router?: (percent: number, nth: number) => TrafficResult
  /** Seconds until GitHub takes a step of the traffic on record. */
  slowReports?: number
  move?: (nth: number) => MoveResult | { after: number; result: MoveResult }
  /** What the tag holds at the beginning; what was pushed, unless told. */
  tag?: string
  /** What the tag holds, by somebody else's doing, from this many seconds on. */
  movedAway?: number
  /** What they put there: a tag of v3, unless told. */
  movedTo?: string
  records?: DeployRecord[]
  /** Records of the environment for drills. */
  drills?: () => DeployRecord[]
  /** The same after so many seconds, where they change during the run. */
  recordsAt?: (elapsed: number) => DeployRecord[]
  /** Records that are opened between the reading and the opening of the guard's own; `null`: that one is not shown yet. */
  older?: (nth: number) => OpenedRecord[] | null
  /** How many reads do not show the move yet, and what they show: what was there before, unless told. */
  lag?: number
  lagging?: null
  repository?: Partial<Repository>
  /** An incident is open for the component and environment. */
  openIncident?: boolean
  incidents?: Partial<Incidents>
  notify?: Notify
  change?: () => Change
  /** Cancelled when this step is begun, or after so many seconds. */
  cancelAt?: RunPhase
  cancelAfter?: number
  /** What is wrong with the configuration. */
  problems?: string[]
}

/** Runs a guard of v1 → v2 on a virtual clock. `journal` is what it did outside, in order. */
export const runGuardIn = (world: World) => runIn(world, guard)

/** Runs the post step of a guard of v1 → v2 that has left this. */
export const finishGuardIn = (world: World, left: Partial<RunState> & Pick<RunState, 'phase'>) =>
  runIn(world, async (request) => {
    const outcomes = await finishGuard(request, { cause: null, ending: null, told: false, ...left })
    return outcomes.at(-1) ?? null
  })

const MEANS: Record<string, string> = { [BEFORE]: 'v1', [AFTER]: 'v2', [ELSEWHERE]: 'v3' }

/** Runs anything that a guard is asked for on the same. */
export async function runIn<End>(world: World, act: (request: GuardRequest) => Promise<End>) {
  const { clock, finish, elapsed, waiting } = createVirtualClock()
  const journal: string[] = []
  const warnings: string[] = []
  const told: string[] = []
  const saved: RunPhase[] = []
  const cancel = new AbortController()
  if (world.cancelAfter !== undefined) void clock.sleep(world.cancelAfter * 1000).then(() => cancel.abort())
  let tag = world.tag ?? AFTER
  let [deploys, moves, reads, stateReads, olderReads, shares] = [0, 0, 0, 0, 0, 0]
  const statuses: string[] = []
  let records = (world.records ?? []).filter(({ run }) => run.id === 1).length
  let served = 'v1.0.0'
  const counted = { errors: 0, total: 0, at: 0 }
  const rateOf = world.errorRate ?? ((version) => (version === 'v2.0.0' ? 0.2 : 0))
  const count = () => {
    for (; counted.at < elapsed(); counted.at++) {
      counted.total += 10
      counted.errors += 10 * rateOf(served, counted.at)
    }
  }
  const state: RepositoryState = {
    ...{ repositoryId: 'R_1', actor: 'tagback', actionsToken: false, installationToken: false, tokenExpiresAt: null },
    tag: null,
    before: world.first ? null : environmentTag('v1', BEFORE),
    versionTags: [release('v1'), release('v2')].map(({ version, object, commit }) => ({ version, object, commit })),
    versionTagsNamed: async () => [],
    moreVersionTags: async () => [],
    records: world.records ?? [],
    strangers: [],
    config: null,
    workflows: { target: new Map(), defaultBranch: new Map() },
    ...world.state,
  }
  const repository: Repository = {
    readState: async ({ before: asked }) => {
      if (world.lag !== undefined && ++reads <= world.lag)
        return { ...state, tag: world.lagging === null ? null : environmentTag('v1', BEFORE) }
      // The first time the guard reads what it then follows.
      const away = stateReads++ > 0 && world.movedAway !== undefined && elapsed() >= world.movedAway
      const holds = away ? (world.movedTo ?? ELSEWHERE) : tag
      const now = environmentTag(MEANS[holds] ?? 'v3', holds)
      const before = asked === AFTER ? environmentTag('v2', AFTER) : state.before
      return {
        ...state,
        before,
        tag: now,
        ...world.state,
        ...(world.recordsAt ? { records: world.recordsAt(elapsed()) } : {}),
      }
    },
    mayPush: async () => ({ kind: 'granted' }),
    readWorkflows: async () => new Map(),
    environmentTags: async () => new Map(),
    lookAtTag: async () => ({
      kind: 'at',
      object: world.movedAway !== undefined && elapsed() >= world.movedAway ? (world.movedTo ?? ELSEWHERE) : tag,
    }),
    moveRefs: async (_repository, [move]) => {
      const wanted = world.move?.(++moves) ?? { kind: 'moved' as const, via: 'graphql' as const }
      journal.push(`move tag ${move?.expected.slice(0, 2)} to ${move?.to.slice(0, 2)}`)
      if ('after' in wanted) await clock.sleep(wanted.after * 1000)
      const result = 'after' in wanted ? wanted.result : wanted
      if (result.kind === 'moved') tag = move?.to ?? tag
      return result
    },
    openRecord: async (_component, { kind, to }) => {
      journal.push(`open ${kind} ${to.version}`)
      return ++records
    },
    reportInProgress: async (_id, step) => {
      if (step && world.slowReports) await clock.sleep(world.slowReports * 1000)
      if (step) statuses.push(encodeTraffic(step))
    },
    closeRecord: async (id, { decision, reason }) => void journal.push(`close ${id} ${decision} (${reason})`),
    recentMoves: async () => [],
    incidents: {
      findAll: async (scopes) => scopes.map(() => []),
      find: async () => (world.openIncident ? [{ number: 7, url: 'https://github.com/o/r/issues/7' }] : []),
      open: async (_scope, { title }) => {
        told.push(`open ${title}`)
        return { number: 8, url: 'https://github.com/o/r/issues/8' }
      },
      comment: async (number, body) => void told.push(`comment ${number}: ${body}`),
      close: async (number) => void told.push(`close ${number}`),
      ...world.incidents,
    },
    readRecords: async () => world.drills?.() ?? [],
    recordIdOf: async (_component, { kind }) => (kind === 'guard' ? 1 : 2),
    olderRecords: async () => (world.older ? world.older(++olderReads) : []),
    ...world.repository,
  }
  const checked = checkSettings({ ...SETTINGS, ...world.settings }, world.metrics)
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  const settings: Settings = checked.settings
  const series = (value: number) => new Map([['', value]])
  const sourceOf = (name: string): MetricSource => ({
    description: 'test',
    read: async () => {
      count()
      const answer = name in (world.readings ?? {}) ? world.readings?.[name]?.(elapsed()) : world.reading?.(elapsed())
      return answer ?? { kind: 'counters', errors: series(counted.errors), total: series(counted.total) }
    },
  })
  const outcome = await finish(
    act({
      push: { ref: REF, before: world.first ? ABSENT : BEFORE, after: AFTER, actor: 'ada' },
      paused: world.paused ?? false,
      run: { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' },
      tagPrefixes: ['components', 'logic'],
      ports: {
        ...{ clock, repository, cancelled: cancel.signal },
        save: (step) => {
          if (step.phase && saved.at(-1) !== step.phase) saved.push(step.phase)
          if (world.cancelAt !== undefined && world.cancelAt === step.phase) cancel.abort()
        },
        tell: (progress) => {
          if (progress.kind === 'warning') warnings.push(progress.text)
        },
      },
      configure: () =>
        world.problems
          ? { kind: 'problems', problems: world.problems }
          : {
              ...{ kind: 'configured', settings, remarks: [] },
              ports: {
                deployer: {
                  prepare: async () => {},
                  deploy: async ({ release: { version }, reason }) => {
                    journal.push(`deploy ${version} (${reason})`)
                    const result = cancel.signal.aborted
                      ? { kind: 'failed' as const, detail: 'stopped' }
                      : (world.deploy?.(version, ++deploys) ?? { kind: 'deployed' as const })
                    count()
                    if (result.kind === 'deployed') served = version
                    return result
                  },
                },
                sourcesFor:
                  settings.watch && (() => new Map(settings.watch?.metrics.map(({ name }) => [name, sourceOf(name)]))),
                componentPath: async () => 'prompts/extraction.md',
                describeChange: async (from, to) => {
                  journal.push(`compare ${from.version} with ${to.version}`)
                  return world.change?.() ?? null
                },
                people: {
                  notify:
                    world.notify ??
                    (async (text) => {
                      told.push(`notify ${text}`)
                      return { kind: 'sent' }
                    }),
                  write: {
                    issue: ({ decision }) => ({ title: decision, body: '' }),
                    comment: ({ decision }, news) => `${news} ${decision}`,
                    message: ({ decision }, news, incident) => `${news} ${decision} ${incident?.number}`,
                  },
                },
                setTraffic: async ({ release: { version }, percent }) => {
                  count()
                  journal.push(`traffic ${percent}% to ${version}`)
                  return world.router?.(percent, ++shares) ?? { kind: 'set' }
                },
                askServed: world.served ? async ({ version }) => world.served?.(version) as ServedAnswer : null,
              },
            },
    }),
  )
  return { outcome, journal, warnings, told, saved, statuses, tag, served, elapsed: elapsed(), waiting: waiting() }
}
