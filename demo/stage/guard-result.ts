import type { ActionResult } from '../../testing/runner/start-action.ts'

/** What the demo reads of the action's output `result`. */
export type GuardResult = {
  decision: string
  reason: string
  sentence: string
  tag: string
  /** Milliseconds since the epoch, by event. */
  times: ReadonlyMap<string, number>
}

type ResultOutput = Omit<GuardResult, 'times'> & { timeline: { at: string; event: string }[] }

/** Throws when the run ended without the output: its log then says why. */
export const guardResult = ({ outputs, exitCode, stderr }: ActionResult): GuardResult => {
  if (outputs.result === undefined)
    throw new Error(`The action ended with exit code ${exitCode} and without the output "result". ${stderr}`.trim())
  const { timeline, ...rest } = JSON.parse(outputs.result) as ResultOutput
  return { ...rest, times: new Map(timeline.map(({ at, event }) => [event, Date.parse(at)])) }
}
