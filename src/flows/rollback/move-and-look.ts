import type { GuardPorts } from '../guard-ports.ts'
import type { MoveResult, RefMove } from '../ports.ts'

/** Moves one tag. A move that was not answered may have been made all the same: where the tag is then says so. */
export async function moveAndLook(
  { repository }: Pick<GuardPorts, 'repository'>,
  repositoryId: string,
  move: RefMove,
): Promise<MoveResult> {
  const result = await repository.moveRefs(repositoryId, [move])
  if (result.kind !== 'unreachable') return result
  const look = await repository.lookAtTag(move.ref)
  return look.kind === 'at' && look.object === move.to ? { kind: 'moved', via: 'graphql' } : result
}
