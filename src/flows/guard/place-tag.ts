import type { GuardContext } from '../guard-ports.ts'
import type { GuardEnd } from './guard-end.ts'
import type { FollowedMove } from './read-move.ts'

/** Moves the tag where this run, and no person, has decided to. `null`: go on. */
export async function placeTag(
  { ports }: GuardContext,
  { move, state, place }: FollowedMove,
): Promise<GuardEnd | null> {
  if (place === undefined) return null
  const { ref, to, environment } = move
  const result = await ports.repository.moveRefs(state.repositoryId, [{ ref, expected: place, to: to.object }])
  switch (result.kind) {
    case 'moved':
      ports.tell({ kind: 'detail', text: `Tag of ${environment} moved to ${to.version}` })
      return null
    case 'conflict':
      return {
        ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
        sentence: `${environment} was moved by somebody else before it could be moved to ${to.version}: the later move counts`,
      }
    case 'refused':
    case 'unreachable':
      return {
        ...{ decision: 'refused', reason: 'tag-not-moved' },
        sentence: `The tag of ${environment} could not be moved to ${to.version}, and nothing was deployed there: ${result.detail}`,
      }
  }
}
