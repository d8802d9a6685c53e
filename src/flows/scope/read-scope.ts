import { foldStanding, type Standing } from '../../ledger/standing.ts'
import type { GitObject, ObjectId } from '../../tags/git-object.ts'
import type { Release } from '../../tags/release.ts'
import { type Resolution, resolveRelease } from '../../tags/resolve-release.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import { findPlaces, isInScope, type Place, type Scope } from './find-places.ts'
import type { Ledgers, ScopeReader } from './scope-ports.ts'

/** A place with what its tag means, and what the ledger says of it. */
export type ReadPlace = Place & {
  standing: Standing
  /** Authors of further records, which do not count. */
  strangers: string[]
  versionTags: readonly VersionTag[]
  /** What the tag means; `null` without a tag. */
  wanted: Resolution | null
}

export type ReadScope = Omit<Ledgers, 'of'> & { places: ReadPlace[] }

/**
 * Reads all places of a scope: one request for the tags, one for every fifty ledgers, and one for every fifty tags that the
 * ledger does not know yet.
 *
 * @param records of each ledger
 * @throws when GitHub cannot be asked
 */
export async function readScope(reader: ScopeReader, scope: Scope, records?: number): Promise<ReadScope> {
  const { places, versions } = findPlaces(await reader.listTags(scope.prefixes, isInScope(scope)), scope)
  const { of, ...ledgers } = await reader.readLedgers(places, records)
  const folded = places.map((place) => {
    const { records, strangers } = of(place)
    const versionTags = versions.get(place.component.id) ?? []
    const standing = foldStanding(records)
    return { ...place, versionTags, strangers, standing, known: knownRelease(place, standing, versionTags) }
  })
  const unknown = folded.flatMap(({ tag, known }) => (tag && !known && tag.object !== tag.peeled ? [tag.object] : []))
  const objects: ReadonlyMap<ObjectId, GitObject> = unknown.length > 0 ? await reader.readObjects(unknown) : new Map()
  return {
    ...ledgers,
    places: folded.map(({ known, ...place }) => ({ ...place, wanted: known ?? resolve(place, objects) })),
  }
}

/** A record with the very same object has been resolved before; a version's own object has the version's name. */
function knownRelease({ component, tag }: Place, { records }: Standing, versionTags: readonly VersionTag[]) {
  if (!tag) return null
  const recorded = records
    .flatMap(({ to, from, target }) => [to, from, target])
    .find((release) => release?.object === tag.object && release.commit === tag.peeled)
  const version = tag.object === tag.peeled ? undefined : versionTags.find(({ object }) => object === tag.object)
  const release: Release | null =
    recorded ??
    (version
      ? {
          ...{ component: component.id, version: version.version, versioned: true },
          ...{ object: version.object, commit: version.commit },
        }
      : null)
  return release && ({ kind: 'release', release, remarks: [] } satisfies Resolution)
}

function resolve(
  { tag, component, versionTags }: Pick<Place, 'tag' | 'component'> & { versionTags: readonly VersionTag[] },
  objects: ReadonlyMap<ObjectId, GitObject>,
): Resolution | null {
  if (!tag) return null
  const object: GitObject | undefined =
    tag.object === tag.peeled ? { kind: 'commit', id: tag.object } : objects.get(tag.object)
  return object
    ? resolveRelease(object, component, versionTags)
    : { kind: 'unresolved', explanation: `${tag.object} cannot be read from GitHub` }
}
