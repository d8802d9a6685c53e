import { messageOf } from '../../message-of.ts'
import type { Release } from '../../tags/release.ts'
import type { Diary } from '../diary.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { Closing } from '../ports.ts'

type GuardRecord = { kind: 'opened'; id: number } | { kind: 'refused'; reason: 'record-not-written'; sentence: string }

/** Without a record nobody could finish what a lost run began, so nothing is deployed when it cannot be written. */
export async function openGuardRecord(
  { ports, run }: GuardContext,
  move: Move,
  target: Release | null,
  diary: Diary,
): Promise<GuardRecord> {
  const { component, environment, to, from, actor } = move
  let id: number
  try {
    id = await ports.repository.openRecord(component, {
      ...{ kind: 'guard', component: component.id, environment, to, from, target, actor, run },
    })
  } catch (error) {
    const sentence = `The deploy could not be recorded, so nothing was deployed (${messageOf(error)}): give the job deployments: write if it has not, and run it again`
    return { kind: 'refused', reason: 'record-not-written', sentence }
  }
  try {
    await ports.repository.reportInProgress(id)
  } catch (error) {
    diary.warn(`The record could not be set to in progress: ${messageOf(error)}`)
  }
  return { kind: 'opened', id }
}

/** One that is left unfinished stays open: whoever finishes it closes it. */
export async function closeGuardRecord({ ports }: GuardContext, id: number, end: Closing, diary: Diary): Promise<void> {
  if (end.reason === 'unfinished') return
  const { decision, reason, sentence } = end
  ports.save({ phase: 'closing', ending: { decision, reason, sentence } as Closing })
  try {
    await ports.repository.closeRecord(id, end)
    ports.save({ phase: 'done' })
  } catch (error) {
    diary.warn(`The record stays open, it could not be closed: ${messageOf(error)}`)
  }
}
