import { readFileSync } from 'node:fs'
import { messageOf } from '../message-of.ts'
import { type ReadSnapshot, readSnapshot } from '../snapshots/read-snapshot.ts'
import type { HistoryInputs } from './read-history-inputs.ts'
import { workspacePath } from './workspace-path.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where the files are that the inputs name. @throws for one outside of the workspace, and for two that are one */
export const historyFiles = (inputs: HistoryInputs, env: Env) => {
  const path = (input: string, file: string | null) => (file === null ? null : workspacePath(input, file, env))
  const written = {
    snapshotFile: path('snapshot-file', inputs.snapshotFile),
    rollbackLog: path('rollback-log', inputs.rollbackLog),
    historyFile: path('history-file', inputs.historyFile),
  }
  const paths = Object.values(written).filter((file) => file !== null)
  if (new Set(paths).size < paths.length)
    throw new Error('Inputs snapshot-file, rollback-log and history-file: two of them name the same file')
  return { ...written, compareSnapshot: path('compare-snapshot', inputs.compareSnapshot) }
}

/** @throws when it cannot be read; what is wrong with what it says is in the answer */
export function readSnapshotFile(name: string, path: string): ReadSnapshot {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (caught) {
    throw new Error(`Input compare-snapshot: ${name} cannot be read: ${messageOf(caught)}`)
  }
  return readSnapshot(text, name)
}
