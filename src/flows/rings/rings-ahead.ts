import { type Ring, ringsBehind } from '../../config/rings.ts'
import { messageOf } from '../../message-of.ts'
import type { ObjectId } from '../../tags/git-object.ts'
import type { Baseline } from '../canary/read-baseline.ts'
import type { Diary } from '../diary.ts'
import { CANCELLED, untilCancelled } from '../finish/until-cancelled.ts'
import type { BasePorts, ConfiguredRings } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'

/** What an environment tag holds, and the commit that this leads to. */
export type SeenTag = { object: ObjectId; commit: ObjectId }

/** Where a release goes on to once it has passed, and how the tags stood there when the run began. */
export type RingsAhead = { rings: readonly Ring[]; tags: ReadonlyMap<string, SeenTag> }

const NOTHING: RingsAhead = { rings: [], tags: new Map() }

/**
 * The tags are read before anything is deployed: who moves one of them afterwards has decided for that environment. All of
 * them are listed by one request, and only where the file says of some environment that it comes after another.
 */
export async function ringsAhead(
  { repository, cancelled }: Pick<BasePorts, 'repository' | 'cancelled'>,
  { component, environment }: Move,
  { configured, baseline }: { configured: ConfiguredRings | null; baseline: Baseline | undefined },
  diary: Diary,
): Promise<RingsAhead> {
  if (!configured) return NOTHING
  const tags = new Map<string, SeenTag>()
  if (configured.inFile) {
    try {
      const listed = await untilCancelled(cancelled, repository.environmentTags(component))
      if (listed === CANCELLED) return NOTHING
      for (const [name, tag] of listed) tags.set(name, tag)
    } catch (error) {
      diary.warn(`Nothing goes on from ${environment} in this run: ${messageOf(error)}`)
      return NOTHING
    }
  }
  // What a canary is compared with is where it goes on to.
  if (baseline) tags.set(baseline.environment, baseline.release)
  const onward = configured.among([...tags.keys()]).filter(({ go }) => go !== 'off')
  const rings = ringsBehind(environment, onward)
  const leads = ({ environment: name }: Ring): boolean => tags.has(name) || rings.some(({ from }) => from === name)
  return { rings: rings.filter(leads), tags }
}
