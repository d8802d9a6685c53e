import type { Clock, MoveResult, RefMove } from '../../../src/flows/ports.ts'
import type { DeployRecord, RecordPayload } from '../../../src/ledger/record.ts'
import type { HistoryEvent } from '../history.ts'

export type StoredRecord = DeployRecord & { id: number }
export type MemoryGitHub = ReturnType<typeof createMemoryGitHub>

/** What GitHub keeps: one tag with its past, and records. Every change is told to `happened`. */
export function createMemoryGitHub(clock: Clock, start: string, happened: (event: HistoryEvent) => void) {
  const held: { at: number; object: string }[] = [{ at: 0, object: start }]
  const records: { record: StoredRecord; closings: { at: number; closed: DeployRecord['closed'] }[] }[] = []
  const incidents: { number: number; text: string; open: boolean }[] = []
  const tag = (): string => held.at(-1)?.object ?? start
  const set = (by: string, to: string): void => {
    happened({ kind: 'moved', at: clock.now(), by, from: tag(), to })
    held.push({ at: clock.now(), object: to })
  }
  const seconds = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
  return {
    tag,
    /** What the tag held at a time. */
    tagAt: (at: number): string => held.findLast((entry) => entry.at <= at)?.object ?? start,
    /** A forced push. */
    set,
    /** `updateRefs` with `beforeOid`. */
    compareAndSwap: (by: string, { ref, expected, to }: RefMove): MoveResult => {
      if (expected !== tag()) return { kind: 'conflict', ref, found: tag() }
      set(by, to)
      return { kind: 'moved', via: 'graphql' }
    },
    open: (payload: RecordPayload): number => {
      const id = records.length + 1
      const record = {
        ...payload,
        ...{ id, node: `DE_${id}`, createdAt: seconds(clock.now()), creator: 'tagback', closed: null },
      }
      records.push({ record, closings: [] })
      return id
    },
    close: (id: number, { decision, reason }: Pick<DeployRecord['closed'] & object, 'decision' | 'reason'>): void => {
      const closed = { decision, reason, at: seconds(clock.now()) }
      records[id - 1]?.closings.push({ at: clock.now(), closed })
    },
    openIncidents: () => incidents.filter(({ open }) => open),
    openIncident: (text: string): number => incidents.push({ number: incidents.length + 1, text, open: true }),
    closeIncident: (number: number): void => {
      const incident = incidents[number - 1]
      if (incident) incident.open = false
    },
    /** Newest first, as they stood at a time. */
    recordsAt: (at: number): StoredRecord[] =>
      records
        .filter(({ record }) => Date.parse(record.createdAt) <= at)
        .map(({ record, closings }) => ({
          ...record,
          closed: closings.findLast((closing) => closing.at <= at)?.closed ?? null,
        }))
        .reverse(),
  }
}
