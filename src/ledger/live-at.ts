import type { Release } from '../tags/release.ts'
import type { DeployRecord } from './record.ts'

export type LiveAt =
  | { kind: 'live'; release: Release; record: DeployRecord }
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
  for (const record of records) {
    const { closed, to, target } = record
    if (Date.parse(record.createdAt) > at || closed === null || CHANGED_NOTHING.includes(closed.decision)) continue
    const left = closed.decision === 'rolled-back' && Date.parse(closed.at) <= at
    const release = left ? target : to
    if (release) return { kind: 'live', release, record }
  }
  const oldest = records.at(-1)
  return oldest ? { kind: 'before-the-ledger', begins: oldest.createdAt, from: oldest.from } : { kind: 'no-records' }
}
