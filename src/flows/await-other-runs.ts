import { messageOf } from '../message-of.ts'
import type { Diary } from './diary.ts'
import type { PreparedStep } from './prepare-restore.ts'
import type { RestoreReader } from './restore-ports.ts'

/** Milliseconds between two looks. */
const PAUSE = 2_000
/** Milliseconds that another deploy may take beyond its limit: to be killed, and recorded. */
const MARGIN = 30_000
/** A record that was read right after the tag was moved is that of a run that has not looked since. */
const RECORDS = 5

/**
 * Waits until deploys of these components that other runs have begun are over. Whoever watches stands down at the next
 * poll, now that the tag is moved, and closes its record. A record that is open for longer than a deploy can take is that of a
 * watch, or of a lost run: nobody waits for it.
 */
export async function awaitOtherRuns(
  steps: readonly PreparedStep[],
  reader: Pick<RestoreReader, 'readLedgers'>,
  diary: Diary,
): Promise<void> {
  const [first] = steps
  if (!first) return
  const { clock, tell, cancelled } = first.context.ports
  let waiting = false
  for (;;) {
    const busy = await othersAtWork(steps, reader, clock.now()).catch((error: unknown) => {
      diary.warn(`Whether other runs are at work could not be asked: ${messageOf(error)}`)
      return []
    })
    if (busy.length === 0 || cancelled.aborted) return
    if (!waiting) tell({ kind: 'detail', text: `Waiting for ${busy.join(', ')}` })
    waiting = true
    await clock.sleep(PAUSE, cancelled)
  }
}

/** URLs of the runs whose deploys may still be in progress. */
async function othersAtWork(
  steps: readonly PreparedStep[],
  reader: Pick<RestoreReader, 'readLedgers'>,
  now: number,
): Promise<string[]> {
  const pairs = steps.map(({ step: { component, environment } }) => ({ component, environment }))
  const ledgers = await reader.readLedgers(pairs, RECORDS)
  return steps.flatMap(({ step: { component, environment }, context }) => {
    const open = ledgers.of({ component, environment }).records.find(({ closed, run, createdAt, kind }) => {
      // Only whoever goes back tries twice.
      const longest = context.settings.deploy.timeout * (kind === 'guard' ? 1 : 2) * 1000 + MARGIN
      return closed === null && run.id !== context.run.id && now < Date.parse(createdAt) + longest
    })
    return open ? [open.run.url] : []
  })
}
