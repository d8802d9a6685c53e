import type { Drift } from '../ledger/decide-drift.ts'
import type { DeployRecord } from '../ledger/record.ts'
import { claimingRepository } from './claim-place.ts'
import type { Diary } from './diary.ts'
import { followMove } from './follow-move.ts'
import type { GuardEnd } from './guard-end.ts'
import type { GuardContext } from './guard-ports.ts'
import type { FollowedMove } from './read-move.ts'
import type { ScopeReader } from './scope-ports.ts'
import { screenMove } from './screen-move.ts'
import { withBaseline } from './with-baseline.ts'

export type GuardedMove =
  | { kind: 'ended'; end: GuardEnd }
  /** Another run found the same in the same moment, and goes on. */
  | { kind: 'lost'; record: DeployRecord }

/** Does what a guard would have done, had the event of the tag been sent; or, for what is served, does it once more. */
export async function guardFound(
  context: GuardContext,
  read: FollowedMove,
  found: Drift,
  reader: Pick<ScopeReader, 'readLedgers'>,
  diary: Diary,
): Promise<GuardedMove> {
  for (const remark of read.remarks) diary.warn(remark)
  const claim = claimingRepository(context, read, reader)
  const claimed: GuardContext = { ...context, ports: { ...context.ports, repository: claim.repository } }
  const screened = found.act === 'redeploy' ? null : await screenMove(read, { ...context, paused: false }, diary)
  const end = screened ?? (await followMove(claimed, await withBaseline(context, read, diary), diary))
  const record = claim.lostTo()
  return record ? { kind: 'lost', record } : { kind: 'ended', end }
}
