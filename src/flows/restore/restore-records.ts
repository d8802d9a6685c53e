import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import type { Closing } from '../ports.ts'
import { atOnce } from '../scope/at-once.ts'
import type { PreparedStep } from './prepare-restore.ts'
import type { ComponentEnd } from './restore-outcome.ts'
import type { RestoreReader } from './restore-ports.ts'

/** Writes at once. GitHub asks for few, and a second between those that create something. */
const AT_ONCE = 4

/** Records that are read to find the own one. */
const NEWEST = 5

/** Number of the record by the id of the component. */
export type OpenRecords = ReadonlyMap<string, number>

/**
 * Records that components are put back, so that others wait for it. Bookkeeping must not hold up an emergency: what cannot
 * be recorded at the second try is a warning, and deployed all the same.
 */
export async function openRestoreRecords(
  steps: readonly PreparedStep[],
  { why, reader }: { why: string; reader: Pick<RestoreReader, 'readLedgers'> },
  diary: Diary,
): Promise<OpenRecords> {
  const opened = await atOnce(AT_ONCE, steps, async (prepared): Promise<[string, number][]> => {
    const { id } = prepared.step.component
    const first = await openRecord(prepared, why).catch((error: unknown) => ({ error }))
    try {
      return [[id, typeof first === 'number' ? first : await openAfterAll(prepared, why, reader)]]
    } catch (error) {
      diary.warn(`That ${id} is put back could not be recorded: ${messageOf(error)}`)
      return []
    }
  })
  return new Map(opened.flat())
}

const openRecord = ({ step, move, context }: PreparedStep, why: string): Promise<number> => {
  const { component, environment, to, from } = step
  return context.ports.repository.openRecord(component, {
    ...{ kind: 'restore', component: component.id, environment, to, from, target: from },
    ...{ actor: move.actor, run: context.run, ...(why === '' ? {} : { why }) },
  })
}

/** The answer may have been lost, and not the record: what is there is read before it is written once more. */
async function openAfterAll(
  prepared: PreparedStep,
  why: string,
  reader: Pick<RestoreReader, 'readLedgers'>,
): Promise<number> {
  const { step, context } = prepared
  const { run, ports } = context
  const ledgers = await reader.readLedgers([step], NEWEST)
  const own = ledgers
    .of(step)
    .records.find(
      (record) =>
        record.kind === 'restore' &&
        record.closed === null &&
        record.run.id === run.id &&
        record.run.attempt === run.attempt,
    )
  return own ? ports.repository.recordIdOf(step.component, own) : openRecord(prepared, why)
}

export async function closeRestoreRecords(
  steps: readonly PreparedStep[],
  records: OpenRecords,
  ends: ReadonlyMap<string, ComponentEnd>,
  diary: Diary,
): Promise<void> {
  await atOnce(AT_ONCE, steps, async ({ step: { component }, context }) => {
    const [id, end] = [records.get(component.id), ends.get(component.id)]
    if (id === undefined || !end) return
    try {
      await context.ports.repository.closeRecord(id, closingOf(end))
    } catch (error) {
      diary.warn(`The record of ${component.id} stays open, it could not be closed: ${messageOf(error)}`)
    }
  })
}

/** In the words that the ledger is folded from: what was restored is kept, what was put back is rolled back. */
function closingOf({ step, state, assessment }: ComponentEnd): Closing {
  const { to, from } = step
  switch (state.kind) {
    case 'restored':
    case 'there': {
      const reason = assessment?.verdict === 'healthy' ? 'healthy' : 'unproven'
      return {
        decision: 'kept',
        reason,
        sentence: `${to.version} is back${reason === 'healthy' ? ' and healthy' : ''}`,
      }
    }
    case 'put-back':
      return { decision: 'rolled-back', reason: 'put-back', sentence: `${from?.version ?? 'nothing'} is there again` }
    case 'failed':
      return state.reason === 'overtaken'
        ? { decision: 'stood-down', reason: 'tag-moved', sentence: state.sentence }
        : { decision: 'held', reason: state.reason, sentence: state.sentence }
    case 'skipped':
    case 'not-put-back':
      return { decision: 'held', reason: 'deploy-failed', sentence: state.sentence }
  }
}
