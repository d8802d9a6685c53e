import type { Clock, TrafficResult } from '../flows/ports.ts'

const TRIES = 3
/** Milliseconds after the first try; twice as many after the second. */
const PAUSE = 500

/** `again`: the next try may do better. */
export type Try = TrafficResult & { again?: boolean }

/**
 * Tries a few times, for as long as there is time.
 *
 * @param within seconds, for all tries and the pauses between them
 * @param attempt is told the seconds that are left
 */
export async function tryWithin(
  within: number,
  clock: Clock,
  attempt: (left: number) => Promise<Try>,
): Promise<TrafficResult> {
  const deadline = clock.now() + within * 1000
  for (let tries = 1; ; tries++) {
    const result = await attempt((deadline - clock.now()) / 1000)
    if (result.kind === 'set') return { kind: 'set' }
    const pause = PAUSE * tries
    if (!result.again || tries === TRIES || clock.now() + pause >= deadline) {
      const often = tries === 1 ? '' : ` (${tries} tries)`
      return { kind: 'failed', detail: `${result.detail}${often}` }
    }
    await clock.sleep(pause)
  }
}
