import type { BasePorts } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { TagLook } from '../ports.ts'
import { lookAtTag } from './look-at-tag.ts'

/**
 * Looks whether somebody has moved the tag since this run read it; `null` when not. An answer that still shows what the
 * tag held before the move may lag behind it, and is no news.
 */
export async function lookForMove(
  ports: Pick<BasePorts, 'repository' | 'clock' | 'cancelled'>,
  move: Move,
): Promise<TagLook | null> {
  const look = await lookAtTag(ports, move.ref, ports.cancelled)
  if (look.kind === 'gone') return look
  const held = [move.to.object, move.from?.object]
  return look.kind === 'at' && !held.includes(look.object) ? look : null
}
