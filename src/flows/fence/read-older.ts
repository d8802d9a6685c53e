import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import type { GuardPorts } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { OpenedRecord } from '../ports.ts'
import { LAG, READS } from '../replica-lag.ts'

/**
 * Which records were opened before the one of this run, newest first. An answer that shows the own record shows all that
 * are older. `null`, with a warning, when there is no such answer.
 *
 * @param record number of the own record
 */
export async function readOlder(
  { repository, clock, cancelled }: Pick<GuardPorts, 'repository' | 'clock' | 'cancelled'>,
  { component, environment }: Pick<Move, 'component' | 'environment'>,
  record: number,
  diary: Diary,
): Promise<OpenedRecord[] | null> {
  let problem = 'GitHub does not show the record of this run yet'
  for (let reads = 1; ; reads++) {
    try {
      const older = await repository.olderRecords(component, environment, record)
      if (older) return older
    } catch (error) {
      problem = messageOf(error)
    }
    if (reads === READS || cancelled.aborted) break
    await clock.sleep(LAG, cancelled)
  }
  if (!cancelled.aborted) diary.warn(`Whether another run has begun the same in this moment is not known: ${problem}`)
  return null
}
