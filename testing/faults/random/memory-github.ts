import type { Clock, MoveResult, RefMove } from '../../../src/flows/ports.ts'
import type { DeployRecord, RecordPayload } from '../../../src/ledger/record.ts'
import type { HistoryEvent } from '../history.ts'
import { ENVIRONMENTS, type Environment } from './script.ts'

export type StoredRecord = DeployRecord & { id: number }
export type MemoryGitHub = ReturnType<typeof createMemoryGitHub>

/** What GitHub keeps: the tags of these environments with their past, and records. Every move is told to `happened`. */
export function createMemoryGitHub(
  clock: Clock,
  start: Readonly<Partial<Record<Environment, string>>>,
  happened: (event: HistoryEvent & { kind: 'moved' }, environment: Environment) => void,
) {
  const held = Object.entries(start).map(([environment, object]) => ({ at: 0, environment, object }))
  const records: { record: StoredRecord; closings: { at: number; closed: DeployRecord['closed'] }[] }[] = []
  const incidents: { number: number; environment: string; text: string; open: boolean }[] = []
  const tagAt = (environment: Environment, at: number): string => {
    const entry = held.findLast((entry) => entry.environment === environment && entry.at <= at)
    if (!entry) throw new Error(`There is no tag ${environment}`)
    return entry.object
  }
  const tag = (environment: Environment): string => tagAt(environment, Number.POSITIVE_INFINITY)
  const set = (by: string, environment: Environment, to: string): void => {
    const from = tag(environment)
    held.push({ at: clock.now(), environment, object: to })
    happened({ kind: 'moved', at: clock.now(), by, from, to }, environment)
  }
  const seconds = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
  return {
    tag,
    /** What the tag held at a time. */
    tagAt,
    environments: Object.keys(start) as Environment[],
    /** A forced push. */
    set,
    /** `updateRefs` with `beforeOid`: all of them or none. */
    compareAndSwap: (by: string, moves: readonly RefMove[]): MoveResult => {
      const other = moves.find(({ ref, expected }) => expected !== tag(environmentOf(ref)))
      if (other) return { kind: 'conflict', ref: other.ref, found: tag(environmentOf(other.ref)) }
      for (const { ref, to } of moves) set(by, environmentOf(ref), to)
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
    openIncidents: (environment: string) => incidents.filter((own) => own.open && own.environment === environment),
    openIncident: (environment: string, text: string): number =>
      incidents.push({ number: incidents.length + 1, environment, text, open: true }),
    closeIncident: (number: number): void => {
      const incident = incidents[number - 1]
      if (incident) incident.open = false
    },
    /** Newest first, as they stood at a time. */
    recordsAt: (environment: string, at: number): StoredRecord[] =>
      records
        .filter(({ record }) => record.environment === environment && Date.parse(record.createdAt) <= at)
        .map(({ record, closings }) => ({
          ...record,
          closed: closings.findLast((closing) => closing.at <= at)?.closed ?? null,
        }))
        .reverse(),
  }
}

export function environmentOf(ref: string): Environment {
  const environment = ENVIRONMENTS.find((name) => ref.endsWith(`/${name}`))
  if (!environment) throw new Error(`${ref} is no tag of an environment`)
  return environment
}
