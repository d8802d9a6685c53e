import type { Clock } from '../ports.ts'

/** Records of what was found that one run writes. */
const MOST = 200
const AT_ONCE = 30
/** Milliseconds. */
const PACE = 2_000

/**
 * Gives leave to write one more record of what was found; `false` when the run has written enough. GitHub takes eighty
 * new things a minute and five hundred an hour (docs: "secondary rate limits"), and each of these is two.
 */
export function pacedAdoptions(clock: Pick<Clock, 'sleep'>): () => Promise<boolean> {
  let given = 0
  let turn: Promise<void> = Promise.resolve()
  return async () => {
    const number = given++
    if (number >= MOST) return false
    if (number >= AT_ONCE) {
      turn = turn.then(() => clock.sleep(PACE))
      await turn
    }
    return true
  }
}
