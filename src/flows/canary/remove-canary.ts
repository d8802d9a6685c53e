import { ABSENT } from '../../tags/git-object.ts'
import type { Diary } from '../diary.ts'
import type { ArmedMove, GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { RollbackCause } from '../rollback/rollback-cause.ts'
import { shareOf } from '../traffic/set-share.ts'

/** Takes the tag of a bad canary away. Nothing is deployed in its place: what it was compared with goes on as before. */
export async function removeCanary(
  { settings, ports }: GuardContext,
  armed: ArmedMove,
  cause: RollbackCause,
  diary: Diary,
): Promise<GuardEnd> {
  const { move, repositoryId } = armed
  const { ref, to, environment } = move
  ports.save({ phase: 'moving-back', cause })
  const result = await ports.repository.moveRefs(repositoryId, [{ ref, expected: to.object, to: ABSENT }])
  switch (result.kind) {
    case 'moved': {
      diary.note('tag-moved-back')
      const rest =
        settings.traffic && shareOf(armed, diary) === 0
          ? 'gets no traffic'
          : 'runs until whoever sends traffic there stops'
      return {
        ...{ decision: 'rolled-back', reason: cause.reason, tag: 'removed' },
        sentence: `The tag of ${environment} is removed, and ${to.version} ${rest}. ${cause.sentence}`,
      }
    }
    case 'conflict':
      return {
        ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
        sentence: `${cause.sentence}, but the tag was moved to ${result.found.slice(0, 7)} meanwhile: the later move counts`,
      }
    case 'refused':
    case 'unreachable':
      return {
        ...{ decision: 'held', reason: 'move-refused', tag: 'not-moved-back' },
        sentence: `${cause.sentence}. The tag of ${environment} could not be removed: ${result.detail}`,
        nextSteps: [moveBackCommand(ref, to.object, ABSENT)],
      }
  }
}
