import type { ObjectId } from '../../tags/git-object.ts'
import type { BasePorts, Configure } from '../guard-ports.ts'
import type { HistoryReader } from '../history/history-ports.ts'
import type { ScopeReader } from '../scope/scope-ports.ts'

/** A tag `backup-…`, as it stands on the server. */
export type Backup = { tag: string; object: ObjectId }

export type RestoreReader = ScopeReader &
  Pick<HistoryReader, 'readHistory' | 'readTaggers'> & {
    /** A file of the repository and how messages call it; `null` when it is not there. */
    readText(path: string): Promise<{ file: string; text: string } | null>
    /** What the tag objects on the way to the commit say, and the commit itself. Objects that are gone are left out. */
    readMessages(ids: readonly ObjectId[]): Promise<ReadonlyMap<ObjectId, string[]>>
    /** Whether a workflow run is over. Needs `actions: read`. @throws when GitHub does not tell */
    hasEnded(run: { id: number; url: string }): Promise<boolean>
    /** Files of `.github/workflows`, name → blob id, of the default branch and of commits, by two requests for fifty. */
    readWorkflows(commits: readonly ObjectId[]): Promise<{
      defaultBranch: ReadonlyMap<string, string>
      of: ReadonlyMap<ObjectId, ReadonlyMap<string, string>>
    }>
    /** In the order of their names. */
    listBackups(): Promise<Backup[]>
    /** Makes an annotated tag object on the tip of the default branch, which no ref holds yet. */
    makeTagObject(tag: string, message: string): Promise<ObjectId>
  }

/** Runs a command of the user's before or after everything else. Never throws; `null` when it succeeded. */
export type RunHook = (
  when: 'before' | 'after' | 'fault' | 'clean',
  told: Readonly<Record<string, string>>,
) => Promise<string | null>

export type RestorePorts = BasePorts & {
  reader: RestoreReader
  configure: Configure
  /** `null`: there is no such command. */
  hooks: { before: RunHook | null; after: RunHook | null }
}
