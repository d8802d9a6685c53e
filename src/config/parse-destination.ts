import { isVersion, looksLikeVersion } from '../tags/version.ts'
import { editDistance } from './edit-distance.ts'
import { parseInstant } from './parse-instant.ts'

/** The state that components are to be put back to, as somebody wrote it. */
export type Destination =
  | { kind: 'previous' }
  | { kind: 'version'; version: string }
  /** Seven to forty hexadecimal digits. */
  | { kind: 'commit'; commit: string }
  /** `at` in milliseconds since the epoch. */
  | { kind: 'time'; at: number; text: string }
  /** A snapshot or lock file, relative to the root of the repository. */
  | { kind: 'file'; path: string }
  | { kind: 'backup'; tag: string }

const FORMS =
  'previous, a version such as v1.2.0, a commit, a time such as 2024-11-12T14:47:00Z, a snapshot file such as ' +
  'snapshots/production.yaml, or a backup tag'

/**
 * Tells from its form what a destination is: no form of one kind is a form of another.
 *
 * @throws when it has none of them, a time has no zone, or a path leads out of the repository
 */
export function parseDestination(written: string): Destination {
  const text = written.trim()
  if (text === 'previous') return { kind: 'previous' }
  if (/^backup-[\w.-]+$/.test(text) && !/\.(ya?ml|json)$/.test(text)) return { kind: 'backup', tag: text }
  if (/\.(ya?ml|json)$/i.test(text)) return { kind: 'file', path: pathIn(text) }
  if (/^[0-9a-f]{7,40}$/.test(text)) return { kind: 'commit', commit: text }
  if (/^\d{4}-\d\d-\d\d/.test(text)) return { kind: 'time', at: parseInstant(text), text }
  if (isVersion(text) || looksLikeVersion(text)) return { kind: 'version', version: text }
  const hint = editDistance(text.slice(0, 20).toLowerCase(), 'previous') <= 3 ? ', did you mean previous?' : ''
  throw new Error(`expected ${FORMS}, got ${JSON.stringify(text)}${hint}`)
}

function pathIn(text: string): string {
  const parts = text.replace(/^\.\//, '').split('/')
  if (text.startsWith('/') || parts.some((part) => ['', '.', '..'].includes(part)) || /[\\\p{C}]/u.test(text)) {
    throw new Error(`expected a path within the repository, got ${JSON.stringify(text)}`)
  }
  return parts.join('/')
}
