import type { ReconcileReader } from '../flows/reconcile/reconcile-ports.ts'
import { createClient, type RepositoryAddress } from './client.ts'
import { createScopeReader } from './create-scope-reader.ts'
import { readRunOfPush } from './run-of-push.ts'

/** Puts the requests of a reconcile together behind the port that the flows know. */
export async function createReconcileReader(options: {
  address: RepositoryAddress
  token: string
  fetch: typeof globalThis.fetch
  /** Milliseconds since the epoch. */
  now: () => number
}): Promise<ReconcileReader> {
  const { address, token, now } = options
  const [reader, client] = await Promise.all([createScopeReader(options), createClient(address, token)])
  return { ...reader, runOfPush: (tag, commit) => readRunOfPush(client, address, { tag, commit, now: now() }) }
}
