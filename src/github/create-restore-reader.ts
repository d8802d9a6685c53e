import type { RestoreReader } from '../flows/restore/restore-ports.ts'
import { listBackups, makeTagObject } from './backups.ts'
import { createClient, type RepositoryAddress } from './client.ts'
import { createScopeReader } from './create-scope-reader.ts'
import { readHistoryPage } from './read-history-page.ts'
import { readMessages } from './read-messages.ts'
import { readTaggers } from './read-taggers.ts'
import { readTextOf } from './read-text.ts'
import { readWorkflowsOfMany } from './read-workflows.ts'
import { createWorkflowRuns } from './workflow-runs.ts'

/** Puts the requests of a restore together behind the port that the flows know. Files are those of the default branch. */
export async function createRestoreReader(options: {
  address: RepositoryAddress
  token: string
  fetch: typeof globalThis.fetch
}): Promise<RestoreReader> {
  const { address, token } = options
  const [reader, client] = await Promise.all([createScopeReader(options), createClient(address, token)])
  const runs = createWorkflowRuns(address, token)
  return {
    ...reader,
    readText: async (path) => {
      const text = await readTextOf(client, address, path)
      return text === null ? null : { file: path, text }
    },
    readHistory: (environments, after) => readHistoryPage(client, address, environments, after),
    readTaggers: (ids) => readTaggers(client, address, ids),
    readMessages: (ids) => readMessages(client, address, ids),
    hasEnded: async (run) => (await runs.look(run)).kind === 'ended',
    readWorkflows: (commits) => readWorkflowsOfMany(client, address, commits),
    listBackups: () => listBackups(client, address),
    makeTagObject: (tag, message) => makeTagObject(client, address, tag, message),
  }
}
