import type { Destination } from '../../config/parse-destination.ts'
import { previousRelease } from '../../ledger/previous-release.ts'
import { trailOf } from '../../ledger/trail.ts'
import { type Release, sameRelease } from '../../tags/release.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import type { RestoreReader } from './restore-ports.ts'

/**
 * The places whose release carries `[changeset:ID]` in the message of its commit or of one of its tags, and those from which a
 * restore has moved the tag already without coming to its end: the same wish again has to be about the same components.
 *
 * @throws when GitHub cannot be asked
 */
export async function inChangeset(
  id: string,
  places: readonly ReadPlace[],
  to: Destination,
  reader: Pick<RestoreReader, 'readMessages'>,
): Promise<ReadPlace[]> {
  const carriers = places.map((place) => {
    const left = leftUnfinished(place, to)
    return { place, objects: [...(place.tag ? [place.tag.object] : []), ...(left ? [left.object, left.commit] : [])] }
  })
  const messages = await reader.readMessages([...new Set(carriers.flatMap(({ objects }) => objects))])
  const carries = new RegExp(`\\[changeset:${id}\\]`, 'i')
  return carriers
    .filter(({ objects }) => objects.some((object) => messages.get(object)?.some((text) => carries.test(text))))
    .map(({ place }) => place)
}

/** What the tag was on before a restore that did not come to its end; `null` when there was none. */
function leftUnfinished({ standing, tag, wanted, versionTags }: ReadPlace, to: Destination): Release | null {
  const { latest } = standing
  const current = wanted?.kind === 'release' ? wanted.release : null
  if (!tag || !current) return null
  const open = latest?.kind === 'restore' && (latest.closed === null || latest.closed.decision === 'held')
  if (open && sameRelease(latest.to, current)) return latest.from
  // Killed between the move and its record: the tag holds the very object that it would be moved to.
  const live = trailOf(standing.records).at(-1) ?? null
  const ours = versionTags.some(({ object }) => object === tag.object)
  if (!live || !ours || sameRelease(live, current)) return null
  if (to.kind !== 'previous') return live
  const question = { standing, current, versionTags, run: null, allowUntested: false, allowQuarantined: true }
  const { release } = previousRelease(question)
  return release && sameRelease(release, current) ? live : null
}
