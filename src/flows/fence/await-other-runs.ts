import type { DeployRecord } from '../../ledger/record.ts'
import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import { deadlineOf } from '../finish/deadline-of.ts'
import type { PreparedStep } from '../restore/prepare-restore.ts'
import type { RestoreReader } from '../restore/restore-ports.ts'
import { awaitEnded, namesOf } from './await-ended.ts'
import { othersAtWork } from './other-deploys.ts'

/** Milliseconds between two looks. */
const PAUSE = 3_000
/** A record that was read right after the tag was moved is that of a run that has not looked since. */
const RECORDS = 5

type Reader = Pick<RestoreReader, 'readLedgers' | 'hasEnded'>

/**
 * Waits until deploys of these components that other runs have begun are over, as a guard does, but not for long: this is the
 * emergency. Nobody waits for a run that has ended without closing its record.
 *
 * @param wait seconds at most
 * @returns who may still be deploying
 */
export async function awaitOtherRuns(
  steps: readonly PreparedStep[],
  reader: Reader,
  wait: number,
  diary: Diary,
): Promise<readonly DeployRecord[]> {
  const [first] = steps
  if (!first) return []
  const { ports } = first.context
  const lost = lostRuns(reader, diary)
  const look = async () => lost.without(await readAtWork(steps, reader, ports.clock.now()))
  const others = await look().catch((error: unknown) => {
    diary.warn(`Whether other runs are at work could not be asked: ${messageOf(error)}`)
    return []
  })
  // Whoever has opened a record since waits for this run.
  const nodes = new Set(others.map(({ node }) => node))
  const lookAgain = async () => (await look()).filter(({ node }) => nodes.has(node))
  const hint = `For ${wait}s at most, then deployed all the same. To wait for nobody: wait: 0s`
  const limit = wait * 1000
  const left =
    wait === 0 ? others : await awaitEnded(ports, others, { limit, interval: PAUSE, look: lookAgain, hint }, diary)
  if (left.length > 0) diary.warn(`${namesOf(left)} may still be in progress, and is not waited for any longer`)
  return left
}

/**
 * Those of these steps for which a deploy that was not waited for has ended since: what it has deployed may be what is
 * served. One that is still in progress sees the moved tag in its end, and puts it right itself.
 */
export async function endedSince(
  left: readonly DeployRecord[],
  steps: readonly PreparedStep[],
  reader: Reader,
  diary: Diary,
): Promise<PreparedStep[]> {
  const [first] = steps
  if (left.length === 0 || !first || first.context.ports.cancelled.aborted) return []
  try {
    const open = new Set((await readAtWork(steps, reader, first.context.ports.clock.now())).map(({ node }) => node))
    const ended = left.filter(({ node }) => !open.has(node))
    return steps.filter(({ step }) => ended.some(({ component }) => component === step.component.id))
  } catch (error) {
    diary.warn(`Whether ${namesOf(left)} has ended could not be asked: ${messageOf(error)}. See what is served`)
    return []
  }
}

/** Open records of other runs, as a guard sees them. */
async function readAtWork(
  steps: readonly PreparedStep[],
  reader: Pick<RestoreReader, 'readLedgers'>,
  now: number,
): Promise<DeployRecord[]> {
  const pairs = steps.map(({ step: { component, environment } }) => ({ component, environment }))
  const ledgers = await reader.readLedgers(pairs, RECORDS)
  return steps.flatMap(({ step: { component, environment, to }, context: { run, settings } }) =>
    othersAtWork(ledgers.of({ component, environment }).records, {
      ...{ run: run.id, object: to.object, now, deadline: deadlineOf(settings) },
    }),
  )
}

/** Which runs have ended can only be told with `actions: read`; whoever may not ask waits. */
function lostRuns({ hasEnded }: Pick<RestoreReader, 'hasEnded'>, diary: Diary) {
  const lost = new Set<number>()
  let mayAsk = true
  return {
    without: async (records: readonly DeployRecord[]): Promise<DeployRecord[]> => {
      for (const { run, to } of records) {
        if (!mayAsk || lost.has(run.id)) continue
        const ended = await hasEnded(run).catch((error) => {
          mayAsk = false
          diary.warn(
            `Whether ${run.url} is lost could not be asked (${messageOf(error)}), so it is waited for: give the job actions: read if it has not`,
          )
          return false
        })
        if (!ended) continue
        lost.add(run.id)
        diary.warn(`${run.url} has ended without closing its record of ${to.version}: it is not waited for`)
      }
      return records.filter(({ run }) => !lost.has(run.id))
    },
  }
}
