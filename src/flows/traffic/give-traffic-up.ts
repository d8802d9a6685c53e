import type { Diary } from '../diary.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import { setShare } from './set-share.ts'
import { byHand } from './withdraw-traffic.ts'

/**
 * The environment that a canary was promoted to serves its release, and takes the traffic of the canary over: what is
 * watched there now is all of it.
 */
export async function giveTrafficUp(canary: GuardContext, { to, environment }: Move, diary: Diary): Promise<void> {
  // The share is not that of the environment that this diary is about.
  const failure = await setShare(canary, { environment }, to, 0, { note: () => undefined })
  if (failure === null) return
  diary.warn(`${environment} keeps its traffic, which could not be set to 0%: ${failure}`)
  diary.nextSteps.push(byHand({ environment }, 0, to))
}
