import type { BasePorts } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { TagLook } from '../ports.ts'
import { LAG, READS } from '../replica-lag.ts'
import { lookAtTag } from './look-at-tag.ts'

/**
 * Looks whether somebody has moved the tag since this run read it; `null` when not. An answer that still shows what the
 * tag held before the move may lag behind it: it is asked for again before it is taken for a move back.
 */
export async function lookForMove(
  ports: Pick<BasePorts, 'repository' | 'clock' | 'cancelled'>,
  move: Pick<Move, 'ref' | 'to' | 'from'>,
): Promise<TagLook | null> {
  for (let looks = 1; ; looks++) {
    const look = await lookAtTag(ports, move.ref, ports.cancelled)
    if (look.kind === 'unknown' || (look.kind === 'at' && look.object === move.to.object)) return null
    if (look.kind === 'gone' || look.object !== move.from?.object || looks === READS) return look
    await ports.clock.sleep(LAG, ports.cancelled)
    if (ports.cancelled.aborted) return null
  }
}
