import { foldStanding, type Standing } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import { ABSENT } from '../../tags/git-object.ts'
import type { Release } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import type { Move } from '../outcome.ts'
import type { Repository, RepositoryState } from '../ports.ts'

/** The environment that a canary is compared with, as its tag and its records stand. */
export type Baseline = {
  environment: string
  ref: string
  release: Release
  state: RepositoryState
  standing: Standing
}

/** `none`: there is nothing to compare with, and the sentence says why. */
export type BaselineRead = { kind: 'read'; baseline: Baseline } | { kind: 'none'; sentence: string }

/** Reads, by one request, what the environment runs whose canary is being deployed. */
export async function readBaseline(
  environment: string,
  { component, environment: canary }: Pick<Move, 'component' | 'environment'>,
  repository: Pick<Repository, 'readState'>,
): Promise<BaselineRead> {
  const ref = `refs/tags/${component.id}/${environment}`
  const none = (why: string) => ({
    kind: 'none' as const,
    sentence: `${canary} is the canary of ${environment}, but cannot be compared with it: ${why}`,
  })
  let state: RepositoryState
  try {
    state = await repository.readState({ component, environment, ref, before: ABSENT })
  } catch (error) {
    return none(messageOf(error))
  }
  if (!state.tag) return none(`there is no tag ${component.id}/${environment}`)
  const resolution = resolveRelease(state.tag, component, state.versionTags)
  if (resolution.kind === 'unresolved') return none(resolution.explanation)
  const standing = foldStanding(state.records)
  return { kind: 'read', baseline: { environment, ref, release: resolution.release, state, standing } }
}
