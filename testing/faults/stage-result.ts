import type { ActionResult } from '../runner/start-action.ts'
import type { Actor, StageEnd } from './history.ts'

export const stageEnd = (by: Actor, stage: StageEnd['stage'], result: ActionResult): StageEnd => ({
  ...{ kind: 'stage-ended', at: result.startedAt + result.ms, by, stage },
  how: result.timedOut ? 'hung' : result.signal === null ? 'exited' : 'killed',
  exitCode: result.exitCode,
  decision: result.outputs.decision || repairs(result) || (stage === 'main' ? '' : headline(result)),
  reason: result.outputs.reason ?? '',
  tag: result.outputs.tag ?? '',
  text: `${result.log}\n${result.summary}`,
})

/** What reconcile says of all places together; nothing when it wrote no outputs. */
const repairs = ({ outputs: { repaired, failed } }: ActionResult): string =>
  repaired === undefined ? '' : `${repaired} repaired, ${failed} failed`

/** A post step writes no outputs, nor does a reconcile that was refused. The first says nothing when nothing was left to do. */
const headline = ({ annotations, exitCode }: ActionResult): string =>
  annotations.findLast(({ properties }) => properties.title !== undefined)?.properties.title ??
  (exitCode === 0 ? '' : 'failed')
