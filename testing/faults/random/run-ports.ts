import type { Clock, MoveResult, Repository, RepositoryState } from '../../../src/flows/ports.ts'
import type { ScopeReader } from '../../../src/flows/scope/scope-ports.ts'
import type { GitObject } from '../../../src/tags/git-object.ts'
import type { HistoryEvent } from '../history.ts'
import type { Sabotage } from '../sabotage.ts'
import type { MemoryGitHub } from './memory-github.ts'
import { COMPONENT, type createObjects, REF, VERSION_TAGS } from './memory-objects.ts'
import type { CallFault, Script } from './script.ts'

export type RunPortsOrder = {
  /** `guard 3` */
  by: string
  github: MemoryGitHub
  objects: ReturnType<typeof createObjects>
  clock: Clock
  faults: CallFault[]
  script: Script
  happened(event: HistoryEvent): void
  sabotage: Sabotage | null
}

/** Milliseconds. */
const LAG = 2_500
const LATE = 6_000

/** GitHub as one run sees it: every call takes a while, and some go wrong as the script says. */
export function githubFor({ by, github, objects, clock, faults, script, happened, sabotage }: RunPortsOrder): {
  repository: Repository
  reader: ScopeReader
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
  const stateAt = (at: number, before: string): RepositoryState => ({
    ...{ repositoryId: 'R_1', actor: 'tagback', actionsToken: !script.app, installationToken: false },
    tokenExpiresAt: null,
    tag: objects.read(github.tagAt(at)),
    before: objects.read(before),
    versionTags: [...VERSION_TAGS],
    versionTagsNamed: async () => [],
    moreVersionTags: async () => [],
    records: github.recordsAt(at),
    ...{ strangers: [], config: null, workflows: { target: new Map(), defaultBranch: new Map() } },
  })
  const repository: Repository = {
    readState: ({ before }) => read((at) => stateAt(at, before)),
    mayPush: async () => ({ kind: 'granted' }),
    readWorkflows: async () => new Map(),
    environmentTags: async () => new Map(),
    lookAtTag: (_ref) =>
      read((at) => ({ kind: 'at' as const, object: github.tagAt(at) })).catch(() => ({
        ...{ kind: 'unknown' as const, detail: 'no answer from GitHub' },
      })),
    moveRefs: async (_id, [move]) => {
      if (!move) throw new Error('Nothing to move')
      const blind = sabotage === 'blind-force'
      happened({ kind: 'asked-to-move', at: clock.now(), by, expected: blind ? null : move.expected, to: move.to })
      const result = await write(
        (): MoveResult => github.compareAndSwap(by, blind ? { ...move, expected: github.tag() } : move),
      )
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
    olderRecords: (_component, _environment, record) =>
      read((at) => {
        const shown = github.recordsAt(at)
        return shown.some(({ id }) => id === record) ? shown.filter(({ id }) => id < record) : null
      }),
    readRecords: async () => [],
    recordIdOf: (_component, { node }) => read(() => Number(node.slice('DE_'.length))),
    // Repeated by the client after an error, as the same status twice says the same.
    closeRecord: async (id, closing) => {
      for (let attempt = 0; attempt < 3; attempt++) {
        if ((await write(() => github.close(id, closing) ?? true)) !== null) return
      }
      throw new Error('no answer from GitHub')
    },
    incidents: {
      findAll: () => read(() => [github.openIncidents().map(({ number }) => ({ number, url: `incident ${number}` }))]),
      find: () => read(() => github.openIncidents().map(({ number }) => ({ number, url: `incident ${number}` }))),
      open: async (_scope, { title, body }) => {
        const number = await write(() => github.openIncident(`${title}\n${body}`))
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
  const reader: ScopeReader = {
    listTags: () =>
      read((at) => [
        { ref: REF, object: github.tagAt(at), peeled: objects.peeled(github.tagAt(at)) },
        ...VERSION_TAGS.map(({ version, object, commit }) => ({
          ...{ ref: `refs/tags/${COMPONENT}/${version}`, object, peeled: commit },
        })),
      ]),
    readLedgers: () =>
      read((at) => {
        const ledger = { records: github.recordsAt(at).slice(0, 20), strangers: [] }
        return { repositoryId: 'R_1', actor: 'tagback', config: null, of: () => ledger }
      }),
    readObjects: (ids) => read(() => new Map(ids.flatMap((id) => entryOf(id, objects.read(id))))),
  }
  return { repository, reader }
}

const entryOf = (id: string, object: GitObject | null): [string, GitObject][] => (object ? [[id, object]] : [])
