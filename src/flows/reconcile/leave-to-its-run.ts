import { messageOf } from '../../message-of.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { ReconcileReader } from './reconcile-ports.ts'
import type { Repair } from './reconciled.ts'

export type ItsRun = { kind: 'none'; warnings: string[] } | { kind: 'left'; repair: Repair }

/**
 * A move without a record need not have been missed: its run can wait for a runner or for reviewers still, and what they
 * have rejected is not to be deployed by the back door.
 */
export async function leaveToItsRun(
  { ref, tag, wanted, standing }: ReadPlace,
  reader: Pick<ReconcileReader, 'runOfPush'>,
): Promise<ItsRun> {
  if (!tag || wanted?.kind !== 'release') return { kind: 'none', warnings: [] }
  const moved = `The tag was moved to ${wanted.release.version}`
  try {
    const run = await reader.runOfPush(ref.slice('refs/tags/'.length), tag.peeled)
    switch (run.kind) {
      case 'none':
        return { kind: 'none', warnings: [] }
      case 'under-way':
        return {
          kind: 'left',
          repair: { status: 'left', drift: 'in-hand', sentence: `${moved}, and ${run.url} of that push is not over` },
        }
      case 'rejected': {
        const sentence = `${moved}, and ${run.by} rejected its deploy in ${run.url}: move the tag back, or re-run that job to ask once more`
        const nextSteps = standing.live ? [moveBackCommand(ref, tag.object, standing.live.object)] : []
        return { kind: 'left', repair: { status: 'failed', sentence, nextSteps } }
      }
    }
  } catch (error) {
    const warning = `Whether a run of its push still waits could not be asked (${messageOf(error)}): give the job actions: read if it has not`
    return { kind: 'none', warnings: [warning] }
  }
}
