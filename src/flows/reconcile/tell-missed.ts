import { messageOf } from '../../message-of.ts'
import { openDiary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { pushAgainCommand } from '../guard/push-again-command.ts'
import type { GuardContext } from '../guard-ports.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { Repair } from './reconciled.ts'

/**
 * Somebody has moved the tag, and no run has followed: whoever did waits for a deploy that never comes. Told once: while
 * an incident is open at this place, a schedule that comes by again adds nothing.
 */
export async function tellMissed(
  context: GuardContext,
  { component, environment, ref, tag, wanted, standing }: ReadPlace,
  said: string,
): Promise<Repair> {
  const { settings, ports } = context
  const failed: Repair = { status: 'failed', sentence: said }
  if (!tag || wanted?.kind !== 'release' || settings.onRollback !== 'issue') return failed
  const diary = openDiary(ports.clock, ports.tell)
  try {
    const [open] = await ports.repository.incidents.find({ component, environment })
    if (open) return { ...failed, incident: open.url }
  } catch (error) {
    return { ...failed, warnings: [`Whether an incident is open is not known: ${messageOf(error)}`] }
  }
  const move = { component, environment, ref, to: wanted.release, from: standing.live, actor: 'somebody' }
  const end = { decision: 'held', reason: 'missed-move', sentence: said } as const
  const nextSteps = [pushAgainCommand(ref, tag.object)]
  const outcome = await tellOutcome(context, endWith(diary, { move, ...end, nextSteps }), diary)
  return { ...failed, nextSteps, warnings: outcome.warnings, incident: outcome.incident ?? null }
}
