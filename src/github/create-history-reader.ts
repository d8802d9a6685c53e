import type { HistoryReader } from '../flows/history/history-ports.ts'
import { createClient, type RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import { listTags } from './list-tags.ts'
import { readHistoryPage } from './read-history-page.ts'
import { readLedgers } from './read-ledgers.ts'
import { readObjects } from './read-objects.ts'
import { readTaggers } from './read-taggers.ts'

/** Puts the requests that only read, over many components and far back, together behind the port that the flows know. */
export async function createHistoryReader(options: {
  address: RepositoryAddress
  token: string
  fetch: typeof globalThis.fetch
}): Promise<HistoryReader> {
  const { address, token } = options
  const client = await createClient(address, token)
  return {
    listTags: (prefixes, wanted) => listTags(options, prefixes, wanted),
    readLedgers: (pairs) => readLedgers(client, address, pairs).catch(explained),
    readObjects: (ids) => readObjects(client, address, ids).catch(explained),
    readHistory: (environments, after) => readHistoryPage(client, address, environments, after).catch(explained),
    readTaggers: (ids) => readTaggers(client, address, ids).catch(explained),
  }
}

/** The readers are shared with runs that write, and ask for more than reading needs. */
function explained(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined
  throw cause === undefined ? error : new Error(explainReadFailure(cause, 'read'), { cause })
}
