import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes what a run found into a folder of its own, to be kept as an artifact. Gives the folder.
 *
 * @param directory a temporary directory of the runner
 * @throws when it cannot be written
 */
export function writeEvidence(directory: string, evidence: { result: unknown; summary: string }): string {
  const folder = mkdtempSync(join(directory, 'tagback-evidence-'))
  writeFileSync(join(folder, 'result.json'), `${JSON.stringify(evidence.result, null, 2)}\n`)
  writeFileSync(join(folder, 'summary.md'), evidence.summary)
  return folder
}
