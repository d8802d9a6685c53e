import type { ActionResult } from '../runner/start-action.ts'
import type { Actor, StageEnd } from './history.ts'

export const stageEnd = (by: Actor, stage: StageEnd['stage'], result: ActionResult): StageEnd => ({
  ...{ kind: 'stage-ended', at: result.startedAt + result.ms, by, stage },
  how: result.timedOut ? 'hung' : result.signal === null ? 'exited' : 'killed',
  exitCode: result.exitCode,
  decision: result.outputs.decision ?? '',
  reason: result.outputs.reason ?? '',
  tag: result.outputs.tag ?? '',
  text: `${result.log}\n${result.summary}`,
})
