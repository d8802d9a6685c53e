import type { Target } from '../../ledger/choose-target.ts'
import { messageOf } from '../../message-of.ts'
import type { Move } from '../outcome.ts'
import type { Repository, RepositoryState } from '../ports.ts'
import { changedWorkflows } from './changed-workflows.ts'

/** What there is to fear of workflow files when GITHUB_TOKEN moves the tag back; `null` when there is nothing. */
export async function workflowGap(
  target: Target,
  move: Move,
  state: RepositoryState,
  repository: Pick<Repository, 'readWorkflows'>,
): Promise<string | null> {
  const before = target.release.commit === move.from?.commit ? state.workflows.target : null
  try {
    const files = before ?? (await repository.readWorkflows(target.release.commit))
    const changed = changedWorkflows(files, state.workflows.defaultBranch)
    if (changed.length === 0) return null
    return (
      `GitHub may refuse to let GITHUB_TOKEN move the tag back: ${changed.join(', ')} differ from the default branch. ` +
      'Use the token of a GitHub App with contents: write and workflows: write'
    )
  } catch (error) {
    const why = messageOf(error)
    return `the workflow files of ${target.release.version} could not be compared: ${why}`
  }
}
