import type { MoveResult } from '../ports.ts'
import type { RollbackOptions } from './rollback-end.ts'

/** One request: from the release that is left to the one that is gone back to, if nobody has moved the tag meanwhile. */
export async function moveTagBack(options: RollbackOptions): Promise<MoveResult> {
  const { move, target, repositoryId, ports, diary } = options
  const { ref, to } = move
  const result = await ports.repository.moveRefs(repositoryId, [
    { ref, expected: to.object, to: target.release.object },
  ])
  if (result.kind === 'moved') sayMoved(options)
  else if (result.kind !== 'conflict') diary.warn(`The tag could not be moved back (${result.kind}): ${result.detail}`)
  return result
}

/** A move whose answer was lost may land late. A tag that holds our target is where we wanted it, whoever put it there. */
export async function movedAfterAll(options: RollbackOptions): Promise<boolean> {
  const { move, target, ports } = options
  const look = await ports.repository.lookAtTag(move.ref)
  const moved = look.kind === 'at' && look.object === target.release.object
  if (moved) sayMoved(options)
  return moved
}

/**
 * A move that GitHub has not answered, tried once more: by now it may be there again. It compares, so a first one that
 * landed late does no harm. A refusal is final, unless a person has put the tag there.
 */
export async function settleMove(options: RollbackOptions, first: MoveResult): Promise<MoveResult> {
  const answer = first.kind === 'unreachable' ? await moveTagBack(options) : first
  return answer.kind !== 'moved' && (await movedAfterAll(options)) ? { kind: 'moved', via: 'graphql' } : answer
}

function sayMoved({ target, ports, diary }: RollbackOptions): void {
  diary.note('tag-moved-back')
  ports.tell({ kind: 'detail', text: `Tag moved back to ${target.release.version}` })
}
