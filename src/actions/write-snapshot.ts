import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { compareSnapshots } from '../snapshots/compare-snapshots.ts'
import { formatSnapshot } from '../snapshots/format-snapshot.ts'
import { previousFile } from '../snapshots/previous-file.ts'
import { readSnapshot } from '../snapshots/read-snapshot.ts'
import { foreignRepository, type Snapshot } from '../snapshots/snapshot.ts'

/**
 * Writes a snapshot. A file that said something else is kept beside it as the previous one, whatever it is; one that named
 * the same releases is replaced without that, so that the previous one stays what was there before the last change.
 *
 * @returns where the file that was replaced went; `null` when there was none, or nothing changed
 * @throws when the file cannot be written
 */
export function writeSnapshot(path: string, snapshot: Snapshot): string | null {
  const text = formatSnapshot(snapshot)
  mkdirSync(dirname(path), { recursive: true })
  const kept = existsSync(path) && differs(readFileSync(path, 'utf8'), path, snapshot) ? previousFile(path) : null
  if (kept !== null) renameSync(path, kept)
  writeFileSync(path, text)
  return kept
}

function differs(text: string, path: string, snapshot: Snapshot): boolean {
  const read = readSnapshot(text, path)
  if (read.kind === 'problems' || read.snapshot.environment !== snapshot.environment) return true
  if (foreignRepository(read.snapshot, snapshot.repository ?? '') !== null) return true
  return compareSnapshots(read.snapshot.components, snapshot.components).some(({ kind }) => kind !== 'same')
}
