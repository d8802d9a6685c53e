import { messageOf } from '../../message-of.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'

/**
 * Writes on record what was found, and deploys nothing. The record says that nobody has judged it. Answers why that was
 * not possible, or `null`.
 */
export async function adoptRelease(
  { ports, run }: Pick<GuardContext, 'ports' | 'run'>,
  { move, standing }: FollowedMove,
  sentence: string,
): Promise<string | null> {
  const { component, environment, to, actor } = move
  try {
    const record = await ports.repository.openRecord(component, {
      ...{ kind: 'adoption', component: component.id, environment, to, from: standing.live, target: null, actor, run },
    })
    await ports.repository.closeRecord(record, { decision: 'kept', reason: 'adopted', sentence })
    return null
  } catch (error) {
    return `it could not be recorded (${messageOf(error)}): give the job deployments: write`
  }
}
