import type { Drift } from '../../ledger/decide-drift.ts'
import { messageOf } from '../../message-of.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { ReconcileReader, RunOfPush } from './reconcile-ports.ts'
import type { Repair } from './reconciled.ts'

export type ItsRun = { kind: 'none'; warnings: string[] } | { kind: 'left'; repair: Repair }

/** Milliseconds for which a run may wait without being called to mind. */
const LONG = 24 * 3_600_000

/** Whether what would be deployed or put on record here may be for a run that the push of the tag has started. */
export function mayBeForItsRun(drift: Drift, { standing }: Pick<ReadPlace, 'standing'>): boolean {
  switch (drift.drift) {
    case 'unrecorded':
      return true
    case 'missed-move':
      return drift.act !== 'adopt'
    case 'served-differs':
      // What was only found there was never deployed by a run that is on record.
      return drift.act === 'redeploy' && standing.latest?.kind === 'adoption'
    default:
      return false
  }
}

/**
 * A move without a record need not have been missed: its run can wait for a runner or for reviewers still, and what they
 * have not approved is not to be deployed by the back door.
 *
 * @param now milliseconds since the epoch
 */
export async function leaveToItsRun(
  place: ReadPlace,
  reader: Pick<ReconcileReader, 'runOfPush'>,
  now: number,
): Promise<ItsRun> {
  const { ref, tag, wanted } = place
  if (!tag || wanted?.kind !== 'release') return { kind: 'none', warnings: [] }
  const moved = `The tag was moved to ${wanted.release.version}`
  let run: RunOfPush
  try {
    run = await reader.runOfPush(ref.slice('refs/tags/'.length), tag.peeled)
  } catch (error) {
    const sentence = `${moved}, and whether a run of that push still waits could not be asked: ${messageOf(error)}. The next run looks again`
    return { kind: 'left', repair: { status: 'left', sentence, nextSteps: [] } }
  }
  switch (run.kind) {
    case 'none':
      return { kind: 'none', warnings: [] }
    case 'not-allowed': {
      const warning = `Whether a run of its push still waits may not be asked (${run.detail}): give the job actions: read`
      return { kind: 'none', warnings: [warning] }
    }
    case 'under-way':
      return { kind: 'left', repair: { ...underWay(moved, run, now), status: 'left', drift: 'in-hand' } }
    case 'unapproved':
      return { kind: 'left', repair: { ...unapproved(moved, run, place), status: 'failed' } }
  }
}

function underWay(moved: string, { url, since }: RunOfPush & { kind: 'under-way' }, now: number) {
  const sentence = `${moved}, and ${url} of that push is not over`
  const day = new Date(since).toISOString().slice(0, 10)
  const waits = `${url} is not over since ${day}, and this place is left to it: approve it, run it again, or cancel it`
  return { sentence, nextSteps: [], warnings: now - since > LONG ? [waits] : [] }
}

function unapproved(
  moved: string,
  { url, by, environment }: RunOfPush & { kind: 'unapproved' },
  { ref, tag, standing: { live } }: ReadPlace,
) {
  const who = by === null ? 'nobody approved its deploy in time' : `${by} rejected its deploy to ${environment}`
  const nextSteps = tag && live && live.object !== tag.object ? [moveBackCommand(ref, tag.object, live.object)] : []
  return { sentence: `${moved}, and ${who} in ${url}: move the tag back, or push it anew to ask once more`, nextSteps }
}
