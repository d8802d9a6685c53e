import type { GuardPorts } from '../guard-ports.ts'
import type { MoveResult, RefMove } from '../ports.ts'
import { LAG, READS } from '../replica-lag.ts'

/**
 * Moves one tag. A move that was not answered may have been made all the same: where the tag is then says so, and is asked
 * for again where that is not answered either, or may be an answer from before.
 */
export async function moveAndLook(
  { repository, clock, cancelled }: Pick<GuardPorts, 'repository' | 'clock' | 'cancelled'>,
  repositoryId: string,
  move: RefMove,
): Promise<MoveResult> {
  const result = await repository.moveRefs(repositoryId, [move])
  for (let looks = 1; result.kind === 'unreachable' && looks <= READS; looks++) {
    const look = await repository.lookAtTag(move.ref)
    if (look.kind === 'at' && look.object === move.to) return { kind: 'moved', via: 'graphql' }
    const late = look.kind === 'unknown' || (look.kind === 'at' && look.object === move.expected)
    if (!late || looks === READS) break
    await clock.sleep(LAG, cancelled)
  }
  return result
}
