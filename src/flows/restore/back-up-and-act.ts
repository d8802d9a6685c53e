import type { RestoreEnding } from '../../ledger/restore-reasons.ts'
import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import { type Acted, actRestore } from './act-restore.ts'
import { makeBackup, pruneBackups } from './backup.ts'
import { concludeRestore } from './conclude-restore.ts'
import type { PreparedStep } from './prepare-restore.ts'
import type { ReadRestore } from './read-restore.ts'
import type { ComponentEnd, RestoreOutcome } from './restore-outcome.ts'
import type { RestorePlan } from './restore-plan.ts'
import type { RestorePorts } from './restore-ports.ts'
import type { RestoreWish } from './restore-wish.ts'

/** How a restore ended, and as much as it has found out. */
export type RestoreEnd = RestoreEnding & { sentence: string } & Partial<
    Pick<RestoreOutcome, 'plan' | 'components' | 'changes' | 'backup' | 'incidents'>
  >

/** Makes the backup that is wished for, acts, and deletes backups that are too many. */
export async function backUpAndAct(
  { ports, wish, backups }: { ports: RestorePorts; wish: RestoreWish; backups: number | null },
  { plan, repositoryId, after }: ReadRestore & { kind: 'read' },
  steps: readonly PreparedStep[],
  diary: Diary,
): Promise<RestoreEnd> {
  let backup: Awaited<ReturnType<typeof makeBackup>> | null = null
  try {
    if (backups !== null) backup = await makeBackup(plan.steps, ports.reader, ports.clock.now())
  } catch (error) {
    return {
      decision: 'refused',
      reason: 'backup-failed',
      sentence: `The backup could not be made: ${messageOf(error)}`,
    }
  }
  const acted = await actRestore(steps, { wish, ports, repositoryId, after, backup: backup?.move ?? null }, diary)
  if (acted.kind === 'not-moved') return acted
  if (backups !== null && backup) {
    const where = { repository: ports.repository, repositoryId }
    await pruneBackups(backups, ports.reader, where, diary).catch((error: unknown) =>
      diary.warn(`Old backup tags could not be looked for: ${messageOf(error)}`),
    )
  }
  return { ...endOf(acted, plan, wish), backup: backup?.tag ?? null }
}

function endOf({ ends, error }: Acted & { kind: 'acted' }, plan: RestorePlan, { into }: RestoreWish): RestoreEnd {
  const there = plan.steps
    .filter(({ act }) => act === 'nothing')
    .map((step): ComponentEnd => ({ step, state: { kind: 'there' }, assessment: null, took: null }))
  const components = [...ends, ...there]
  if (error === null) return { ...concludeRestore(components, into, null), components }
  const sentence = `Tagback failed after the tags were moved (${error}): run the same again to finish`
  return { decision: 'held', reason: 'internal-error', sentence, components }
}
