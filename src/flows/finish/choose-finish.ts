import type { Settings } from '../../config/settings.ts'
import type { ObjectId } from '../../tags/git-object.ts'
import type { Closing } from '../ports.ts'
import { onCancel } from '../rollback/on-cancel.ts'
import type { RollbackCause } from '../rollback/rollback-cause.ts'
import type { RunState } from './run-state.ts'

/** What is known of a run that ended before its record was closed. */
export type UnfinishedRun = {
  /** What the tag holds now; `null` when it is gone. */
  tag: ObjectId | null
  /** What the tag has to hold for the release of the record, and for the one to go back to. */
  release: ObjectId
  target: ObjectId | null
  /** What it held before the release of the record. */
  from: ObjectId | null
  /** The record of its rollback is open, or its traffic goes down: the release was judged, and is being left. */
  rollingBack: boolean
  /** What the run has left behind; `null` when nothing did survive, as for a run whose machine was lost. */
  left: RunState | null
}

export type Finish =
  /** The tag was moved on. Whoever moved it deploys. */
  | { act: 'stand-down' }
  /** All is done and decided; the record alone is open. */
  | { act: 'close'; ending: Closing }
  /** The release is to be left: move the tag, deploy the target, prove it. Without `cause`, because the run was lost. */
  | { act: 'move-back'; cause: RollbackCause | null }
  /** The tag is back: deploy the target and prove it. */
  | { act: 'deploy-back'; cause: RollbackCause | null }
  /** The target was deployed again, too: prove it. */
  | { act: 'prove'; cause: RollbackCause | null }
  /** Nothing was decided, and the settings say so of a run that was cancelled or lost. */
  | { act: 'keep' | 'leave' }
  /** Nothing was decided, and nothing deployed. */
  | { act: 'undeployed' }

/**
 * How an unfinished run is brought to its end. The tag decides, because it is moved first: it holds the target → what
 * is left is to deploy that; it holds the release → what was decided, or else the policy; anything else → somebody has
 * decided otherwise. The post step uses it with what main has saved, a re-run and reconcile without.
 */
export function chooseFinish(run: UnfinishedRun, settings: Pick<Settings, 'onCancel' | 'onRegressed'>): Finish {
  const { tag, release, target, from, left } = run
  const cause = left?.cause ?? null
  const undeployed = left?.phase === 'arming' || left?.phase === 'recorded'
  // Also when the record is closed: GitHub's copies may lag.
  if (left?.ending) return { act: 'close', ending: left.ending }
  if (tag !== null && tag === target && tag !== release) {
    if (undeployed) return { act: from === target ? 'undeployed' : 'stand-down' }
    return { act: left?.phase === 'verifying' ? 'prove' : 'deploy-back', cause }
  }
  if (tag !== release) return { act: 'stand-down' }
  if (cause || run.rollingBack) return { act: 'move-back', cause }
  if (undeployed) return { act: 'undeployed' }
  const policy = onCancel(settings, target !== null)
  return policy === 'roll-back' ? { act: 'move-back', cause } : { act: policy }
}
