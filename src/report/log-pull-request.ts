import { escapeMarkdown } from './escape-markdown.ts'

export const LOG_PULL_REQUEST_TITLE = 'Add rollbacks to the rollback log'

/**
 * Text of the pull request that proposes entries of the rollback log. It is not written again when entries are added, so it
 * counts none.
 *
 * @param file the log, from the root of the repository
 */
export const logPullRequestBody = (
  file: string,
  runUrl: string,
): string => `Rollbacks that the records tell of, and that
${escapeMarkdown(file)} did not have yet.

- [ ] Write the **Root Cause** and the **Prevention** of each, here on this branch.
- [ ] Merge. What people wrote stays as it is.

As long as this is open, further rollbacks are added to it. When it is closed without merging and its branch is kept, the
next rollback opens another one.

Opened by [this run](${runUrl}).
`

export const logCommitMessage = ({ added, finished }: { added: number; finished: number }): string => {
  if (added === 0) return finished === 1 ? 'Say how a rollback ended' : `Say how ${finished} rollbacks ended`
  return added === 1 ? 'Add a rollback to the rollback log' : `Add ${added} rollbacks to the rollback log`
}
