import type { DeployRecord } from '../../ledger/record.ts'
import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import type { BasePorts } from '../guard-ports.ts'

/**
 * Waits until the deploys of other runs are over. Answers with those that are not by then; with none when this run is
 * cancelled.
 *
 * @param others who is at work now
 * @param wait `limit` and `interval` in milliseconds; `look` answers who is still at work, and may throw; `hint` says
 *   what bounds the wait
 */
export async function awaitEnded(
  { clock, tell, cancelled }: Pick<BasePorts, 'clock' | 'tell' | 'cancelled'>,
  others: readonly DeployRecord[],
  wait: { limit: number; interval: number; look: () => Promise<readonly DeployRecord[]>; hint?: string },
  diary: Diary,
): Promise<readonly DeployRecord[]> {
  if (others.length === 0) return []
  const limit = clock.now() + wait.limit
  tell({ kind: 'phase', title: `Wait for the deploy of ${namesOf(others)}` })
  if (wait.hint) tell({ kind: 'detail', text: wait.hint })
  let left = others
  while (clock.now() < limit) {
    await clock.sleep(Math.min(wait.interval, limit - clock.now()), cancelled)
    if (cancelled.aborted) return []
    try {
      left = await wait.look()
    } catch (error) {
      diary.warn(`Whether ${namesOf(left)} has ended could not be asked: ${messageOf(error)}`)
    }
    if (left.length === 0) return []
    tell({
      kind: 'detail',
      text: `${namesOf(left)} is at work, ${Math.ceil((limit - clock.now()) / 1000)}s are left`,
    })
  }
  return left
}

/** Who deploys what, for people. */
export const namesOf = (records: readonly DeployRecord[]): string =>
  [...new Set(records.map(({ to, run }) => `${to.version} by ${run.url}`))].join(', ')
