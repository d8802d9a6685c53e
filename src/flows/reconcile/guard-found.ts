import type { Drift } from '../../ledger/decide-drift.ts'
import { withBaseline } from '../canary/with-baseline.ts'
import type { Diary } from '../diary.ts'
import { followMove } from '../guard/follow-move.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import { screenMove } from '../guard/screen-move.ts'
import type { GuardContext } from '../guard-ports.ts'

/** Does what a guard would have done, had the event of the tag been sent; or, for what is served, does it once more. */
export async function guardFound(
  context: GuardContext,
  read: FollowedMove,
  found: Drift,
  diary: Diary,
): Promise<GuardEnd> {
  for (const remark of read.remarks) diary.warn(remark)
  const screened = found.act === 'redeploy' ? null : await screenMove(read, { ...context, paused: false }, diary)
  return screened ?? followMove(context, await withBaseline(context, read, diary), diary)
}
