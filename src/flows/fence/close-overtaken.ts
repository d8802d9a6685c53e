import type { DeployRecord } from '../../ledger/record.ts'
import type { Standing } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import type { GuardPorts } from '../guard-ports.ts'
import type { ReadPlace } from '../scope/read-scope.ts'

/** Whoever has begun its rollback was lost as well: the record is what is left to finish, and no older one of the same object. */
const beingLeft = ({ latest, records }: Pick<Standing, 'latest' | 'records'>): DeployRecord | null =>
  latest?.kind === 'rollback' && latest.closed === null
    ? (records.find(
        ({ kind, closed, to }) => kind === 'guard' && closed === null && to.object === latest.from?.object,
      ) ?? null)
    : null

/**
 * Records that lost runs have left open behind a later run. Nothing is left to do for them, but they would look as if
 * they were at work for ever.
 *
 * @param deadline seconds after which an open record is that of a lost run; `now` in milliseconds since the epoch
 */
export const overtakenRecords = (
  standing: Pick<Standing, 'latest' | 'records'>,
  { now, deadline }: { now: number; deadline: number },
): DeployRecord[] => {
  const left = beingLeft(standing)
  return standing.records.filter(
    (record) =>
      record.closed === null &&
      record !== left &&
      record.run.id !== standing.latest?.run.id &&
      now >= Date.parse(record.createdAt) + deadline * 1000,
  )
}

/** Closes them, and gives warnings for those that could not be closed. */
export async function closeOvertaken(
  { repository }: Pick<GuardPorts, 'repository'>,
  { component }: Pick<ReadPlace, 'component'>,
  records: readonly DeployRecord[],
): Promise<string[]> {
  const warnings: string[] = []
  for (const record of records) {
    try {
      await repository.closeRecord(await repository.recordIdOf(component, record), {
        ...{ decision: 'stood-down', reason: 'taken-up' },
        sentence: 'The run ended without closing its record, and a later run has taken its place',
      })
    } catch (error) {
      warnings.push(`The record of ${record.run.url} stays open, it could not be closed: ${messageOf(error)}`)
    }
  }
  return warnings
}
