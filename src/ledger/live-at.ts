import type { Release } from '../tags/release.ts'
import type { DeployRecord } from './record.ts'

export type LiveAt =
  | {
      kind: 'live'
      release: Release
      record: DeployRecord
      /** `in-hand`: it was being deployed or watched at that moment. */
      phase: 'settled' | 'in-hand'
      /** Why something else may have been served; `null` when the records do not speak of it. */
      doubt: string | null
    }
  /** The oldest record that is known is younger. `from` is what it took the place of. */
  | { kind: 'before-the-ledger'; begins: string; from: Release | null }
  | { kind: 'no-records' }

/** These ends leave what was there before. */
const CHANGED_NOTHING: readonly string[] = ['stood-down', 'refused', 'no-op']

/**
 * What was live at a time, as far as records (newest first) tell. A release that was being watched then was live, also
 * when it was rolled back later: whoever goes back in time wants to see what users saw.
 *
 * @param at milliseconds since the epoch
 */
export function liveAt(records: readonly DeployRecord[], at: number): LiveAt {
  const until = records.filter(({ createdAt }) => Date.parse(createdAt) <= at)
  for (const [index, record] of until.entries()) {
    const { closed, to, target } = record
    if (closed === null || CHANGED_NOTHING.includes(closed.decision)) continue
    const open = Date.parse(closed.at) > at
    const release = closed.decision === 'rolled-back' && !open ? target : to
    if (!release) continue
    const doubt = doubtOf(record, until.slice(0, index), open)
    return { kind: 'live', release, record, phase: open ? 'in-hand' : 'settled', doubt }
  }
  const oldest = records.at(-1)
  return oldest ? { kind: 'before-the-ledger', begins: oldest.createdAt, from: oldest.from } : { kind: 'no-records' }
}

const UNSURE: readonly string[] = [
  ...['deploy-failed', 'deploy-timed-out', 'not-served', 'redeploy-failed', 'rollback-not-served'],
]

/** @param later records after it, which changed nothing as far as they know, or do not say how they ended */
function doubtOf({ closed }: DeployRecord, later: readonly DeployRecord[], open: boolean): string | null {
  const [lost] = later.filter((record) => record.closed === null || record.closed.decision === 'stood-down')
  if (lost) {
    const how = lost.closed === null ? 'did not say how it ended' : 'stood down when somebody moved the tag'
    return `${lost.to.version} was in hand since ${lost.createdAt}, by a run that ${how}`
  }
  if (closed && UNSURE.includes(closed.reason) && (open || closed.decision === 'held')) {
    return `its deploy went wrong (${closed.reason}): what was served is not known`
  }
  return null
}
