import type { ScopeReader } from '../flows/scope/scope-ports.ts'
import { createClient, type RepositoryAddress } from './client.ts'
import { listTags } from './list-tags.ts'
import { readLedgers } from './read-ledgers.ts'
import { readObjects } from './read-objects.ts'

/** Puts the requests for many components and environments together behind the port that the flows know. */
export async function createScopeReader(options: {
  address: RepositoryAddress
  token: string
  fetch: typeof globalThis.fetch
}): Promise<ScopeReader> {
  const { address, token } = options
  const client = await createClient(address, token)
  return {
    listTags: (prefixes, wanted) => listTags(options, prefixes, wanted),
    readLedgers: (pairs, records) => readLedgers(client, address, pairs, records),
    readObjects: (ids) => readObjects(client, address, ids),
  }
}
