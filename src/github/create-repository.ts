import type { Repository } from '../flows/ports.ts'
import { recordEnvironment } from '../ledger/environment-name.ts'
import { createClient, type RepositoryAddress } from './client.ts'
import { environmentTags } from './environment-tags.ts'
import { createIncidents } from './incidents.ts'
import { createRefLook } from './look-at-ref.ts'
import { mayPush } from './may-push.ts'
import { moveRefs } from './move-refs.ts'
import { olderRecords } from './older-records.ts'
import { readLedgers } from './read-ledgers.ts'
import { readState } from './read-state.ts'
import { readWorkflowsOf } from './read-workflows.ts'
import { readRecentMoves } from './recent-moves.ts'
import { recordIdOf } from './record-id-of.ts'
import { closeRecord, openRecord, reportInProgress } from './records.ts'

/** Puts the requests to GitHub together behind the port that the flows know. */
export async function createRepository(options: {
  address: RepositoryAddress
  token: string
  fetch: typeof globalThis.fetch
  /** URL of this workflow run; every status of a record links to it. */
  logUrl: string
  /** How often reading the state of the repository is repeated when GitHub does not answer; twice unless told. */
  readRetries?: number | undefined
}): Promise<Repository> {
  const { address, token, fetch, logUrl, readRetries } = options
  const client = await createClient(address, token)
  const refs = createRefLook(client, address)
  const reports = new Map<number, Promise<void>>()
  return {
    readState: (request) => readState(client, address, request, readRetries),
    mayPush: () => mayPush(fetch, address, token),
    readWorkflows: (commit) => readWorkflowsOf(client, address, commit),
    lookAtTag: refs.look,
    environmentTags: (component) => environmentTags({ fetch, address, token }, component),
    moveRefs: async (repositoryId, moves) => {
      const result = await moveRefs({ client, fetch, address, token, repositoryId }, moves)
      if (result.kind === 'moved') for (const { ref, expected } of moves) refs.moved(ref, expected)
      return result
    },
    openRecord: (component, payload) =>
      openRecord(client, address, recordEnvironment(component, payload.environment), payload),
    reportInProgress: (record, step) => {
      const report = reportInProgress(client, address, record, logUrl, step)
      reports.set(
        record,
        report.catch(() => undefined),
      )
      return report
    },
    readRecords: async (component, environment) => {
      const pair = { component, environment }
      return (await readLedgers(client, address, [pair])).of(pair).records
    },
    olderRecords: (component, environment, record) =>
      olderRecords(client, address, recordEnvironment(component, environment), record),
    recordIdOf: (component, record) =>
      recordIdOf(client, address, recordEnvironment(component, record.environment), record),
    closeRecord: async (record, closing) => {
      // The latest status counts: one that is still on its way would open the record again.
      await reports.get(record)
      await closeRecord(client, address, record, { ...closing, logUrl })
    },
    incidents: createIncidents(client, address),
    recentMoves: (since) => readRecentMoves(client, address, since),
  }
}
