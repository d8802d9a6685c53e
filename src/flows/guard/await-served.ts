import type { Release } from '../../tags/release.ts'
import { CANCELLED, untilCancelled } from '../finish/until-cancelled.ts'
import type { AskServed, Clock, ServedAnswer } from '../ports.ts'

/**
 * Asks until the running system serves the release. Roll-outs take their time after a deploy command has ended, so
 * every other answer is only the last word when the time is over, or the run is cancelled.
 *
 * @param limits seconds
 */
export async function awaitServed(
  ask: AskServed,
  release: Release,
  environment: string,
  limits: { timeout: number; interval: number },
  { clock, cancelled }: { clock: Clock; cancelled: AbortSignal },
): Promise<ServedAnswer> {
  const deadline = clock.now() + limits.timeout * 1000
  for (;;) {
    const answer = await untilCancelled(cancelled, ask(release, environment))
    if (answer === CANCELLED) return { kind: 'unanswered', detail: 'the run was cancelled before it was known' }
    const wait = limits.interval * 1000
    if (answer.kind === 'served' || clock.now() + wait > deadline) return answer
    await clock.sleep(wait, cancelled)
  }
}
