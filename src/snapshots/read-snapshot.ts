import { type PlacedYaml, readPlacedYaml } from '../config/yaml-places.ts'
import { readBaseline } from './read-baseline.ts'
import { type Complain, isMap, type Section } from './read-fields.ts'
import { readMetaLock } from './read-meta-lock.ts'
import { readOwnFormat } from './read-own-format.ts'
import type { Snapshot } from './snapshot.ts'

export type ReadSnapshot =
  | {
      kind: 'snapshot'
      snapshot: Snapshot
      /** `FILE:LINE:COLUMN` of a component of the snapshot. */
      placeOf(component: string): string
    }
  /** Everything that is wrong with the file, each with its place. */
  | { kind: 'problems'; problems: string[] }

/** Characters. Ten thousand components need a third of it. */
const MOST_TEXT = 8 * 1024 * 1024
const MOST_PROBLEMS = 50

/**
 * Reads a snapshot: our own format, a lock file or snapshot of the meta-repo CLI, or the `baseline:` block of the
 * reliability guide. What the file is shows in its keys, not in its name.
 *
 * @param file how messages call it
 */
export function readSnapshot(text: string, file: string): ReadSnapshot {
  if (text.length > MOST_TEXT) return { kind: 'problems', problems: [`${file}: expected at most 8 MiB`] }
  // As failsafe YAML, whose scalars are all text: 1.10 is a version, and 1234567e8 may be a commit.
  const yaml = readPlacedYaml(text, file, 'failsafe')
  if (yaml.problems.length > 0) return { kind: 'problems', problems: yaml.problems.slice(0, MOST_PROBLEMS) }
  const problems: string[] = []
  const complain: Complain = (path, message, of) => problems.push(`${yaml.placeOf(path, of)} ${message}`)
  const found = readAny(yaml.value, complain)
  if (found && found.snapshot.components.length === 0 && problems.length === 0) {
    complain(found.path, 'expected at least one component, got none')
  }
  return found && problems.length === 0
    ? { kind: 'snapshot', snapshot: found.snapshot, placeOf: placesUnder(found.path, yaml) }
    : { kind: 'problems', problems: bounded(problems) }
}

function readAny(value: unknown, complain: Complain): { snapshot: Snapshot; path: string[] } | null {
  if (!isMap(value)) {
    complain([], 'expected a map with components: or baseline:')
    return null
  }
  const section: Section = { value, path: [], complain }
  if ('tagback-snapshot' in value) return { snapshot: readOwnFormat(section), path: ['components'] }
  if ('components' in value) return { snapshot: readMetaLock(section), path: ['components'] }
  if ('baseline' in value) return { snapshot: readBaseline(section), path: ['baseline'] }
  complain([], `expected components: or baseline:, got ${Object.keys(value).slice(0, 5).join(', ') || 'nothing'}`)
  return null
}

const placesUnder =
  (path: string[], yaml: PlacedYaml) =>
  (component: string): string =>
    yaml.placeOf([...path, component], 'key')

const bounded = (problems: string[]): string[] =>
  problems.length > MOST_PROBLEMS
    ? [...problems.slice(0, MOST_PROBLEMS), `and ${problems.length - MOST_PROBLEMS} more`]
    : problems
