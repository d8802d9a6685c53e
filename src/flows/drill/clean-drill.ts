import { messageOf } from '../../message-of.ts'
import { ABSENT } from '../../tags/git-object.ts'
import type { GuardContext } from '../guard-ports.ts'
import { LAG, READS } from '../replica-lag.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { Place } from '../scope/find-places.ts'

export type CleanedDrill = {
  /** What was removed, for the log. */
  removed: string[]
  /** What could not be. */
  left: string[]
  nextSteps: string[]
}

/**
 * Removes what a drill leaves in its environment: its tag, and records that are open still. Whoever cleans may come after
 * a drill that was killed, or be the drill itself; a drill that is at work sees its tag go and stands down. Never throws.
 */
export async function cleanDrill(
  { ports }: Pick<GuardContext, 'ports'>,
  place: Pick<Place, 'component' | 'environment' | 'ref'>,
): Promise<CleanedDrill> {
  const { component, environment, ref } = place
  const { repository, clock } = ports
  const cleaned: CleanedDrill = { removed: [], left: [], nextSteps: [] }
  const name = ref.slice('refs/tags/'.length)
  for (let attempt = 1; ; attempt++) {
    try {
      const state = await repository.readState({ component, environment, ref, before: ABSENT })
      if (state.tag) {
        const expected = state.tag.id
        const result = await repository.moveRefs(state.repositoryId, [{ ref, expected, to: ABSENT }])
        if (result.kind === 'moved') cleaned.removed.push(`tag ${name}`)
        else if (attempt < READS) {
          await clock.sleep(LAG)
          continue
        } else {
          cleaned.left.push(`tag ${name}${'detail' in result ? ` (${result.detail})` : ''}`)
          cleaned.nextSteps.push(moveBackCommand(ref, expected, ABSENT))
        }
      }
      for (const record of state.records.filter(({ closed }) => closed === null)) {
        await repository.closeRecord(await repository.recordIdOf(component, record), {
          ...{ decision: 'stood-down', reason: 'taken-up' },
          sentence: 'What was left of a drill was removed',
        })
        cleaned.removed.push(`open record of ${record.run.url}`)
      }
      return cleaned
    } catch (error) {
      if (attempt === READS) {
        return { ...cleaned, left: [...cleaned.left, `perhaps tag or records of ${environment} (${messageOf(error)})`] }
      }
      await clock.sleep(LAG)
    }
  }
}
