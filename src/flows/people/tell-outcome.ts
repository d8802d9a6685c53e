import type { Diary } from '../diary.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Outcome } from '../outcome.ts'
import { tellPeople } from './tell-people.ts'

/**
 * Bookkeeping: the last thing, when service, tag and record are what they will be. What is not finished yet is told by
 * whoever finishes it.
 */
export async function tellOutcome({ settings, ports }: GuardContext, outcome: Outcome, diary: Diary): Promise<Outcome> {
  if (outcome.reason === 'unfinished') return outcome
  const incidents = settings.onRollback === 'issue' ? ports.repository.incidents : null
  const incident = await tellPeople({ ...ports.people, incidents }, outcome, diary.warn)
  ports.save({ told: true })
  return { ...outcome, incident }
}
