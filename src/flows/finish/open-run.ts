import type { DeployRecord } from '../../ledger/record.ts'

/**
 * Records of one run that are open still: of its deploy, and of its rollback if it has begun one. There are two of those
 * when the answer to the opening of the first was not waited for, or came too late.
 */
export type OpenRun = { guard: DeployRecord; rollbacks: DeployRecord[] }

/** @param records of one component and environment, newest first. */
export function openRunOf(records: readonly DeployRecord[], runId: number): OpenRun | null {
  const open = records.filter(({ run, closed }) => run.id === runId && closed === null)
  const guard = open.find(({ kind }) => kind === 'guard')
  return guard ? { guard, rollbacks: open.filter(({ kind }) => kind === 'rollback') } : null
}
