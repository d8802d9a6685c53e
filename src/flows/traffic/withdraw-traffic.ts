import type { Release } from '../../tags/release.ts'
import type { Diary } from '../diary.ts'
import type { ArmedMove } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { RollbackOptions } from '../rollback/rollback-end.ts'
import { setShare } from './set-share.ts'

/**
 * Takes all traffic away from a release that is left, before anything else is done about it. A router that does not
 * answer keeps nobody from rolling back: it is said, and is left to do until the release gone back to is served.
 */
export async function withdrawTraffic(context: GuardContext, { move }: ArmedMove, diary: Diary): Promise<void> {
  const { to, environment } = move
  const failure = await setShare(context, move, to, 0, diary)
  if (failure === null) return
  diary.warn(`${to.version} may still get traffic in ${environment}, which could not be set to 0%: ${failure}`)
  diary.nextSteps.push(byHand(move, 0, to))
}

/** Gives the release that was gone back to what a release has that stays. To be called once it is served. */
export async function returnTraffic(options: RollbackOptions): Promise<void> {
  const { move, target, settings, diary } = options
  const percent = settings.traffic?.steps.at(-1)
  if (percent === undefined) return
  const left = diary.nextSteps.indexOf(byHand(move, 0, move.to))
  if (left !== -1) diary.nextSteps.splice(left, 1)
  const failure = await setShare(options, move, target.release, percent, diary)
  if (failure === null) return
  diary.warn(`${target.release.version} is back, but could not be given ${percent}% of the traffic again: ${failure}`)
  diary.nextSteps.push(byHand(move, percent, target.release))
}

/** Next steps are shell commands: what only the router's own tools can do is a comment among them. */
export const byHand = ({ environment }: Pick<Move, 'environment'>, percent: number, { version }: Release): string =>
  `# Set the traffic of ${environment} by hand: ${percent}% for ${version}`
