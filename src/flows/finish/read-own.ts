import type { DeployRecord } from '../../ledger/record.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import type { RepositoryState } from '../ports.ts'
import { LAG, READS } from '../replica-lag.ts'
import type { Pair } from '../scope/scope-ports.ts'
import type { RunState } from './run-state.ts'

/**
 * GitHub's copies may lag behind what main has written a moment ago: a record that must be there is looked for again.
 *
 * @throws when it is not shown, or GitHub cannot be asked
 */
export async function readOwn(
  { ports, push, run }: GuardRequest,
  { component, environment }: Pair,
  left: RunState,
): Promise<RepositoryState> {
  for (let reads = 1; ; reads++) {
    const state = await ports.repository.readState({ component, environment, ref: push.ref, before: push.before })
    const seen = state.records.some((record) => record.run.id === run.id && record.run.attempt === run.attempt)
    if (seen || left.phase === 'arming' || left.ending?.decision === 'refused') return state
    if (reads === READS) throw new Error('GitHub does not show the record that the run has written')
    await ports.clock.sleep(LAG, ports.cancelled)
  }
}

/** The record of the guard of this run. @throws when GitHub does not show it */
export function guardOf({ run }: GuardRequest, { environment }: Pair, { records }: RepositoryState): DeployRecord {
  const own = records.find((record) => record.kind === 'guard' && record.run.id === run.id)
  if (!own) throw new Error(`GitHub does not show what this run has recorded in ${environment}`)
  return own
}
