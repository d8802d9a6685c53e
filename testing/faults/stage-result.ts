import type { ActionResult } from '../runner/start-action.ts'
import type { Actor, StageEnd } from './history.ts'
import type { Place } from './places.ts'

/**
 * The outputs are of the environment that the run came to last, if they are of one; `rings`: what it says of every one, when
 * it went on.
 */
export type SaidStage = StageEnd & {
  environment?: string
  rings?: readonly { environment: string; decision: string | null; reason: string | null }[]
}

/** What the run says of this place. */
export function wordOn(place: Place, { environment = '', rings = [], ...stage }: SaidStage): StageEnd {
  const own = rings.find((ring) => ring.environment === place.environment)
  if (environment === '' || environment === place.environment) return stage
  return { ...stage, decision: own?.decision ?? 'not reached', reason: own?.reason ?? '', tag: '' }
}

export const stageEnd = (by: Actor, stage: StageEnd['stage'], result: ActionResult): SaidStage => ({
  ...{ kind: 'stage-ended', at: result.startedAt + result.ms, by, stage },
  how: result.timedOut ? 'hung' : result.signal === null ? 'exited' : 'killed',
  exitCode: result.exitCode,
  decision: result.outputs.decision || repairs(result) || (stage === 'main' ? '' : headline(result)),
  reason: result.outputs.reason ?? '',
  tag: result.outputs.tag ?? '',
  text: `${result.log}\n${result.summary}`,
  environment: result.outputs.environment ?? '',
  rings: (JSON.parse(result.outputs.result || '{}') as Partial<SaidStage>).rings ?? [],
})

/** What reconcile says of all places together; nothing when it wrote no outputs. */
const repairs = ({ outputs: { repaired, failed } }: ActionResult): string =>
  repaired === undefined ? '' : `${repaired} repaired, ${failed} failed`

/** A post step writes no outputs, nor does a reconcile that was refused. The first says nothing when nothing was left to do. */
const headline = ({ annotations, exitCode }: ActionResult): string =>
  annotations.findLast(({ properties }) => properties.title !== undefined)?.properties.title ??
  (exitCode === 0 ? '' : 'failed')
