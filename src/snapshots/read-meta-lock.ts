import { readEntries, readObjectId, readText, readTime, type Section, shown } from './read-fields.ts'
import type { Snapshot, SnapshotEntry } from './snapshot.ts'

/**
 * Reads `manifests/components.lock.<env>.yaml` and the snapshots of the meta-repo CLI. Snapshots and older locks name no
 * environment, its staging sample says `sha` for `commit`, and vendored locks have no commit at all.
 */
export function readMetaLock(section: Section): Snapshot {
  return {
    format: 'meta',
    environment: readText(section, 'environment'),
    takenAt: readTime(section, 'promoted_at') ?? readTime(section, 'generated_at') ?? readTime(section, 'created_at'),
    repository: null,
    components: readEntries(section, 'components').map(({ name, section: entry }) => readEntry(name, entry)),
  }
}

function readEntry(component: string, section: Section): SnapshotEntry {
  const { complain, path } = section
  const version = readText(section, 'version')
  const [commit, sha] = [readObjectId(section, 'commit', 7), readObjectId(section, 'sha', 7)]
  if (commit && sha && !commit.startsWith(sha) && !sha.startsWith(commit)) {
    complain([...path, 'sha'], `${shown(component)}: commit and sha contradict each other: ${commit} and ${sha}`)
  }
  const said = [version, section.value.commit, section.value.sha].some((value) => value !== null && value !== undefined)
  if (!said) complain(path, `${shown(component)}: expected version, commit or sha, got none of them`, 'key')
  return { component, version, commit: commit ?? sha, object: null, lastVerified: readTime(section, 'last_verified') }
}
