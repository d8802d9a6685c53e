import type { DeployRecord } from '../../ledger/record.ts'
import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import { deadlineOf } from '../finish/deadline-of.ts'
import { LAG, READS } from '../replica-lag.ts'
import type { PreparedStep } from '../restore/prepare-restore.ts'
import type { RestoreReader } from '../restore/restore-ports.ts'
import type { OpenRecords } from '../restore/restore-records.ts'
import { awaitEnded, namesOf } from './await-ended.ts'
import { othersAtWork } from './other-deploys.ts'
import { readOlder } from './read-older.ts'

/** Milliseconds between two looks. */
const PAUSE = 3_000
/** A record that was read right after the tag was moved is that of a run that has not looked since. */
const RECORDS = 5

type Reader = Pick<RestoreReader, 'readLedgers' | 'hasEnded'>

/**
 * Waits until deploys of these components that other runs have begun are over, as a guard does, but not for long: this is the
 * emergency. Nobody waits for a run that has ended without closing its record. Whoever has opened a record later waits for
 * this run, or leaves the release to it.
 *
 * @param given `wait` in seconds at most; `records` are those of this run
 * @returns who may still be deploying
 */
export async function awaitOtherRuns(
  steps: readonly PreparedStep[],
  reader: Reader,
  { wait, records }: { wait: number; records: OpenRecords },
  diary: Diary,
): Promise<readonly DeployRecord[]> {
  const [first] = steps
  if (!first) return []
  const { ports } = first.context
  const lost = lostRuns(reader, diary)
  const look = async () =>
    lost.without((await readAtWork(steps, reader, ports.clock.now())).flatMap(({ others }) => others))
  const others = await readAhead(steps, reader, records, diary).then(lost.without, (error: unknown) => {
    diary.warn(`Whether other runs are at work could not be asked: ${messageOf(error)}`)
    return []
  })
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
    const atWork = await readAtWork(steps, reader, first.context.ports.clock.now())
    const open = new Set(atWork.flatMap(({ others }) => others.map(({ node }) => node)))
    const ended = left.filter(({ node }) => !open.has(node))
    return steps.filter(({ step }) => ended.some(({ component }) => component === step.component.id))
  } catch (error) {
    diary.warn(`Whether ${namesOf(left)} has ended could not be asked: ${messageOf(error)}. See what is served`)
    return []
  }
}

/** Of each step, the runs at work whose records are older than the one of this run. An answer that shows that one shows them. */
async function readAhead(
  steps: readonly PreparedStep[],
  reader: Reader,
  records: OpenRecords,
  diary: Diary,
): Promise<DeployRecord[]> {
  const [first] = steps
  if (!first) return []
  const { clock, cancelled } = first.context.ports
  for (let reads = 1; ; reads++) {
    const last = reads === READS || cancelled.aborted
    const atWork = await readAtWork(steps, reader, clock.now()).catch((error: unknown) => {
      if (last) throw error
      return null
    })
    const whole = atWork?.every(({ prepared: { step }, shown }) => shown || !records.has(step.component.id))
    if (atWork && (whole || last))
      return (await Promise.all(atWork.map((at) => olderThanOwn(at, records, diary)))).flat()
    await clock.sleep(LAG, cancelled)
  }
}

/** Which of two records is older only their numbers tell; without one of its own, this run waits for everybody. */
async function olderThanOwn({ prepared, others }: AtWork, records: OpenRecords, diary: Diary): Promise<DeployRecord[]> {
  const { move, context } = prepared
  const own = records.get(move.component.id)
  if (others.length === 0 || own === undefined) return others
  const older = await readOlder(context.ports, move, own, diary)
  return older === null ? others : others.filter(({ node }) => older.some((record) => record.node === node))
}

/** Open records of other runs, as a guard sees them. `shown`: the answer has the record of this run, too. */
type AtWork = { prepared: PreparedStep; others: DeployRecord[]; shown: boolean }

async function readAtWork(
  steps: readonly PreparedStep[],
  reader: Pick<RestoreReader, 'readLedgers'>,
  now: number,
): Promise<AtWork[]> {
  const pairs = steps.map(({ step: { component, environment } }) => ({ component, environment }))
  const ledgers = await reader.readLedgers(pairs, RECORDS)
  return steps.map((prepared) => {
    const { step, context } = prepared
    const { run, settings } = context
    const { records } = ledgers.of(step)
    const others = othersAtWork(records, { run: run.id, now, deadline: deadlineOf(settings) })
    const shown = records.some(({ run: { id, attempt } }) => id === run.id && attempt === run.attempt)
    return { prepared, others, shown }
  })
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
