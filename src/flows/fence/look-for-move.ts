import type { Move } from '../outcome.ts'
import type { Repository, TagLook } from '../ports.ts'

/**
 * Looks whether somebody has moved the tag since this run read it; `null` when not. An answer that still shows what the
 * tag held before the move may lag behind it, and is no news.
 */
export async function lookForMove(repository: Pick<Repository, 'lookAtTag'>, move: Move): Promise<TagLook | null> {
  const look = await repository.lookAtTag(move.ref)
  if (look.kind === 'gone') return look
  const held = [move.to.object, move.from?.object]
  return look.kind === 'at' && !held.includes(look.object) ? look : null
}
