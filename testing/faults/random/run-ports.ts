import type { Clock, MoveResult, Repository, RepositoryState } from '../../../src/flows/ports.ts'
import type { HistoryEvent } from '../history.ts'
import type { MemoryGitHub } from './memory-github.ts'
import { type createObjects, VERSION_TAGS } from './memory-objects.ts'
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
}

/** Milliseconds. */
const LAG = 2_500
const LATE = 6_000

/** GitHub as one run sees it: every call takes a while, and some go wrong as the script says. */
export function repositoryFor({ by, github, objects, clock, faults, script, happened }: RunPortsOrder): Repository {
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
  return {
    readState: ({ before }) => read((at) => stateAt(at, before)),
    mayPush: async () => ({ kind: 'granted' }),
    readWorkflows: async () => new Map(),
    lookAtTag: (_ref) =>
      read((at) => ({ kind: 'at' as const, object: github.tagAt(at) })).catch(() => ({
        ...{ kind: 'unknown' as const, detail: 'no answer from GitHub' },
      })),
    moveRefs: async (_id, [move]) => {
      if (!move) throw new Error('Nothing to move')
      happened({ kind: 'asked-to-move', at: clock.now(), by, expected: move.expected, to: move.to })
      const result = await write((): MoveResult => github.compareAndSwap(by, move))
      return result ?? { kind: 'unreachable', detail: 'no answer from GitHub' }
    },
    openRecord: async (_component, payload) => {
      const id = await write(() => github.open(payload))
      if (id === null) throw new Error('no answer from GitHub')
      return id
    },
    reportInProgress: async () => {
      await write(() => true)
    },
    // Repeated by the client after an error, as the same status twice says the same.
    closeRecord: async (id, closing) => {
      for (let attempt = 0; attempt < 3; attempt++) {
        if ((await write(() => github.close(id, closing) ?? true)) !== null) return
      }
      throw new Error('no answer from GitHub')
    },
    recentMoves: async () => [],
  }
}
