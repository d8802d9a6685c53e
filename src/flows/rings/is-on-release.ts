import { ABSENT } from '../../tags/git-object.ts'
import { type Release, sameRelease } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { SeenTag } from './rings-ahead.ts'

/**
 * Whether a listed tag means this release. Two versions can share a commit: only then has the tag itself to be read for
 * which of them it names.
 *
 * @throws when GitHub cannot be asked
 */
export async function isOnRelease(
  { ports }: GuardRequest,
  to: Release,
  { tag, read, environment }: { tag: SeenTag; read: FollowedMove; environment: string },
): Promise<boolean> {
  if (tag.commit !== to.commit) return false
  if (tag.object === to.object || read.versionTags.filter(({ commit }) => commit === to.commit).length < 2) return true
  const { component } = read.move
  const ref = `refs/tags/${component.id}/${environment}`
  const state = await ports.repository.readState({ component, environment, ref, before: ABSENT })
  const held = state.tag ? resolveRelease(state.tag, component, state.versionTags) : null
  return held?.kind === 'release' && sameRelease(held.release, to)
}
