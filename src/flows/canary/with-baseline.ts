import type { Diary } from '../diary.ts'
import { CANCELLED, untilCancelled } from '../finish/until-cancelled.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Beside } from '../watch/watched-metric.ts'
import { readBaseline } from './read-baseline.ts'

/** The move of a canary with what it is compared with; any other move as it is. */
export async function withBaseline(
  { settings, ports }: GuardContext,
  read: FollowedMove,
  diary: Diary,
): Promise<FollowedMove> {
  if (!settings.canary) return read
  const reading = readBaseline(settings.canary.of, read.move, ports.repository)
  const found = await untilCancelled(ports.cancelled, reading)
  // Whoever goes on sees that the run is to end.
  if (found === CANCELLED) return read
  if (found.kind === 'none') {
    diary.warn(`${found.sentence}. ${read.move.to.version} is judged by itself`)
    return read
  }
  return { ...read, baseline: found.baseline }
}

/** What a canary is measured beside; `null` when it is judged by itself. */
export function besideOf({ settings, ports }: GuardContext, { baseline }: FollowedMove): Beside | null {
  if (!baseline || !settings.canary || !ports.baselineFor) return null
  const { environment, release } = baseline
  return { environment, sources: ports.baselineFor(release), tolerate: settings.canary.tolerance }
}
