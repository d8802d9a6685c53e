import { formatSnapshot } from '../../snapshots/format-snapshot.ts'
import { ABSENT } from '../../tags/git-object.ts'
import type { Diary } from '../diary.ts'
import type { RefMove, Repository } from '../ports.ts'
import type { RestoreStep } from './restore-plan.ts'
import type { RestoreReader } from './restore-ports.ts'

/** `backup-20261120-093000`, in UTC. `now` in milliseconds since the epoch. */
const backupName = (now: number): string => {
  const [day = '', time = ''] = new Date(now).toISOString().split('T')
  return `backup-${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`
}

/**
 * Makes a tag object that holds what is there now, as a snapshot that can be gone back to. The move that puts it in place
 * belongs to the moves of the restore, so that there is a backup of each, and of nothing else.
 *
 * @throws when GitHub does not make it
 */
export async function makeBackup(
  steps: readonly RestoreStep[],
  reader: Pick<RestoreReader, 'makeTagObject'>,
  now: number,
): Promise<{ tag: string; move: RefMove }> {
  const tag = backupName(now)
  const takenAt = new Date(now).toISOString()
  const environment = steps[0]?.environment ?? null
  const snapshot = formatSnapshot({
    ...{ format: 'tagback', environment, takenAt, repository: null },
    components: steps.flatMap(({ component, from }) =>
      from
        ? [
            {
              ...{ component: component.id, version: from.version, commit: from.commit, object: from.object },
              lastVerified: null,
            },
          ]
        : [],
    ),
  })
  const object = await reader.makeTagObject(tag, `Backup of ${environment} before a restore\n\n${snapshot}`)
  return { tag, move: { ref: `refs/tags/${tag}`, expected: ABSENT, to: object } }
}

/** Names that a backup of ours has: others may have tags that begin alike. */
const OURS = /^backup-\d{8}-\d{6}$/

/** Deletes all but the newest backups. What cannot be deleted is a warning. */
export async function pruneBackups(
  keep: number,
  reader: Pick<RestoreReader, 'listBackups'>,
  { repository, repositoryId }: { repository: Pick<Repository, 'moveRefs'>; repositoryId: string },
  diary: Diary,
): Promise<void> {
  const backups = (await reader.listBackups()).filter(({ tag }) => OURS.test(tag))
  const moves = backups
    .slice(0, Math.max(0, backups.length - keep))
    .map(({ tag, object }): RefMove => ({ ref: `refs/tags/${tag}`, expected: object, to: ABSENT }))
  if (moves.length === 0) return
  const result = await repository.moveRefs(repositoryId, moves)
  if (result.kind !== 'moved') diary.warn(`${moves.length} old backup tags could not be deleted (${result.kind})`)
}
