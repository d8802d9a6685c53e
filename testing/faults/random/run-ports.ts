import type { Clock, MoveResult, Repository, RepositoryState } from '../../../src/flows/ports.ts'
import type { ReconcileReader } from '../../../src/flows/reconcile/reconcile-ports.ts'
import type { Ledgers } from '../../../src/flows/scope/scope-ports.ts'
import type { GitObject } from '../../../src/tags/git-object.ts'
import type { HistoryEvent } from '../history.ts'
import type { Sabotage } from '../sabotage.ts'
import { environmentOf, type MemoryGitHub } from './memory-github.ts'
import { COMPONENT, type createObjects, refOf, VERSION_TAGS } from './memory-objects.ts'
import type { CallFault, Environment, Script } from './script.ts'

export type RunPortsOrder = {
  /** `guard 3` */
  by: string
  github: MemoryGitHub
  objects: ReturnType<typeof createObjects>
  clock: Clock
  faults: CallFault[]
  script: Script
  happened(event: HistoryEvent, environment: Environment): void
  sabotage: Sabotage | null
}

/** Milliseconds. */
const LAG = 2_500
const LATE = 6_000

/** GitHub as one run sees it: every call takes a while, and some go wrong as the script says. */
export function githubFor({ by, github, objects, clock, faults, script, happened, sabotage }: RunPortsOrder): {
  repository: Repository
  reader: ReconcileReader
} {
  const retries = sabotage === 'write-retries'
  let calls = 0
  const arrive = async (): Promise<CallFault['kind'] | null> => {
    const call = calls++
    await clock.sleep(60 + ((call * 137) % 400))
    return faults.find((fault) => fault.call === call)?.kind ?? null
  }
  const read = async <T>(answer: (at: number) => T): Promise<T> => {
    const fault = await arrive()
    if (fault === 'lost-before' || fault === 'lost-after' || fault === 'late') throw new Error('no answer from GitHub')
    return answer(fault === 'lag' ? clock.now() - LAG : clock.now())
  }
  /** `null`: no answer came, whether or not it took effect. */
  const write = async <T>(act: () => T): Promise<T | null> => {
    const fault = await arrive()
    if (fault === 'lost-before') return null
    if (fault === 'late') {
      void clock.sleep(LATE).then(act)
      return null
    }
    const done = act()
    return fault === 'lost-after' ? null : done
  }
  const stateAt = (at: number, environment: Environment, before: string): RepositoryState => ({
    ...{ repositoryId: 'R_1', actor: 'tagback', actionsToken: !script.app, installationToken: false },
    tokenExpiresAt: null,
    tag: objects.read(github.tagAt(environment, at)),
    before: objects.read(before),
    versionTags: [...VERSION_TAGS],
    versionTagsNamed: async () => [],
    moreVersionTags: async () => [],
    records: github.recordsAt(environment, at),
    ...{ strangers: [], config: null, workflows: { target: new Map(), defaultBranch: new Map() } },
  })
  const incidentsIn = (environment: string) =>
    github.openIncidents(environment).map(({ number }) => ({ number, url: `incident ${number}` }))
  const repository: Repository = {
    readState: ({ ref, before }) => read((at) => stateAt(at, environmentOf(ref), before)),
    mayPush: async () => ({ kind: 'granted' }),
    readWorkflows: async () => new Map(),
    environmentTags: () =>
      read(
        (at) =>
          new Map(
            github.environments.map((environment) => {
              const object = github.tagAt(environment, at)
              return [environment, { object, commit: objects.peeled(object) }]
            }),
          ),
      ),
    lookAtTag: (ref) =>
      read((at) => ({ kind: 'at' as const, object: github.tagAt(environmentOf(ref), at) })).catch(() => ({
        ...{ kind: 'unknown' as const, detail: 'no answer from GitHub' },
      })),
    moveRefs: async (_id, moves) => {
      const blind = sabotage === 'blind-force'
      for (const { ref, expected, to } of moves) {
        const ask = { kind: 'asked-to-move', at: clock.now(), by, expected: blind ? null : expected, to } as const
        happened(ask, environmentOf(ref))
      }
      const forced = () => moves.map((move) => ({ ...move, expected: github.tag(environmentOf(move.ref)) }))
      const result = await write((): MoveResult => github.compareAndSwap(by, blind ? forced() : moves))
      return result ?? { kind: 'unreachable', detail: 'no answer from GitHub' }
    },
    openRecord: async (_component, payload) => {
      const id = (await write(() => github.open(payload))) ?? (retries ? await write(() => github.open(payload)) : null)
      if (id === null) throw new Error('no answer from GitHub')
      return id
    },
    reportInProgress: async () => {
      await write(() => true)
    },
    olderRecords: (_component, environment, record) =>
      read((at) => {
        const shown = github.recordsAt(environment, at)
        return shown.some(({ id }) => id === record) ? shown.filter(({ id }) => id < record) : null
      }),
    readRecords: (_component, environment) => read((at) => github.recordsAt(environment, at)),
    recordIdOf: (_component, { node }) => read(() => Number(node.slice('DE_'.length))),
    // Repeated by the client after an error, as the same status twice says the same.
    closeRecord: async (id, closing) => {
      for (let attempt = 0; attempt < 3; attempt++) {
        if ((await write(() => github.close(id, closing) ?? true)) !== null) return
      }
      throw new Error('no answer from GitHub')
    },
    incidents: {
      findAll: (scopes) => read(() => scopes.map(({ environment }) => incidentsIn(environment))),
      find: ({ environment }) => read(() => incidentsIn(environment)),
      open: async ({ environment }, { title, body }) => {
        const number = await write(() => github.openIncident(environment, `${title}\n${body}`))
        if (number === null) throw new Error('no answer from GitHub')
        return { number, url: `incident ${number}` }
      },
      comment: async () => {
        if ((await write(() => true)) === null) throw new Error('no answer from GitHub')
      },
      close: async (number) => {
        if ((await write(() => github.closeIncident(number) ?? true)) === null) throw new Error('no answer from GitHub')
      },
    },
    recentMoves: async () => [],
  }
  const reader: ReconcileReader = {
    listTags: () =>
      read((at) => [
        ...github.environments.map((environment) => {
          const object = github.tagAt(environment, at)
          return { ref: refOf(environment), object, peeled: objects.peeled(object) }
        }),
        ...VERSION_TAGS.map(({ version, object, commit }) => ({
          ...{ ref: `refs/tags/${COMPONENT}/${version}`, object, peeled: commit },
        })),
      ]),
    readLedgers: () =>
      read((at) => {
        const of: Ledgers['of'] = ({ environment }) => {
          return { records: github.recordsAt(environment, at).slice(0, 20), strangers: [] }
        }
        return { repositoryId: 'R_1', actor: 'tagback', config: null, of }
      }),
    readObjects: (ids) => read(() => new Map(ids.flatMap((id) => entryOf(id, objects.read(id))))),
    // Nobody knows of runs that have not written anything yet: the worst case.
    runOfPush: () => read(() => ({ kind: 'none' })),
  }
  return { repository, reader }
}

const entryOf = (id: string, object: GitObject | null): [string, GitObject][] => (object ? [[id, object]] : [])
