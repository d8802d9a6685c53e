import type { DeployRecord } from '../../ledger/record.ts'
import { messageOf } from '../../message-of.ts'
import type { Component } from '../../tags/component.ts'
import type { Diary } from '../diary.ts'
import type { GuardContext } from '../guard-ports.ts'

/** Closes what an earlier attempt of this run has left open: the move is followed anew, with a record of its own. */
export async function handOver(
  { ports, run }: GuardContext,
  component: Component,
  record: DeployRecord,
  diary: Diary,
): Promise<void> {
  const { repository } = ports
  // What is deployed anew has been seen with no traffic at all.
  const from = record.traffic
    ? `, from the first step: this one had come to ${record.traffic.percent}% of the traffic`
    : ''
  try {
    await repository.closeRecord(await repository.recordIdOf(component, record), {
      ...{ decision: 'stood-down', reason: 'taken-up' },
      sentence: `Attempt ${run.attempt} of the run follows the move anew${from}`,
    })
  } catch (error) {
    diary.warn(`The record of an earlier attempt stays open, it could not be closed: ${messageOf(error)}`)
  }
}
