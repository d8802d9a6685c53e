import { readEntries, readObjectId, readText, readTime, type Section, shown } from './read-fields.ts'
import type { Snapshot, SnapshotEntry } from './snapshot.ts'

/** Of the format. Rises when a reader of today would misunderstand a file. */
export const SNAPSHOT_SCHEMA = 1

/** Reads what `formatSnapshot` writes, also after a person edited it. Unknown keys are left to people. */
export function readOwnFormat(section: Section): Snapshot {
  const { complain } = section
  const schema = readText(section, 'tagback-snapshot')
  if (schema !== String(SNAPSHOT_SCHEMA)) {
    const newer = Number(schema) > SNAPSHOT_SCHEMA ? ': a newer Tagback wrote this file' : ''
    complain(['tagback-snapshot'], `tagback-snapshot: expected ${SNAPSHOT_SCHEMA}, got ${shown(schema ?? '')}${newer}`)
  }
  const environment = readText(section, 'environment')
  if (environment === null) complain(['environment'], 'environment: expected the name of an environment, got none')
  return {
    format: 'tagback',
    environment,
    takenAt: readTime(section, 'taken-at'),
    repository: readRepository(section),
    components: readEntries(section, 'components').map(({ name, section: entry }) => readEntry(name, entry)),
  }
}

/** Ends up in sentences: at most as long as GitHub allows. */
function readRepository(section: Section): string | null {
  const text = readText(section, 'repository')
  if (text === null || /^[\w.-]{1,39}\/[\w.-]{1,100}$/.test(text)) return text
  section.complain(['repository'], `repository: expected OWNER/NAME, got ${shown(text)}`)
  return null
}

function readEntry(component: string, section: Section): SnapshotEntry {
  const { complain, path } = section
  if (component.split('/').length !== 3) {
    complain(path, `${shown(component)}: expected an id such as components/prompts/extraction`, 'key')
  }
  const version = readText(section, 'version')
  if (version === null) complain([...path, 'version'], `${shown(component)}: expected a version, got none`)
  return {
    component,
    version,
    commit: readObjectId(section, 'commit', 40),
    object: readObjectId(section, 'tag-object', 40),
    lastVerified: readTime(section, 'last-verified'),
  }
}
