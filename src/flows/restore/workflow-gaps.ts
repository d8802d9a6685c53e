import { messageOf } from '../../message-of.ts'
import { changedWorkflows } from '../arm/changed-workflows.ts'
import type { RestoreStep } from './restore-plan.ts'
import type { RestoreReader } from './restore-ports.ts'

/** Who GITHUB_TOKEN acts as. */
const ACTIONS = 'github-actions'
const MOST_NAMED = 5

/**
 * What there is to fear of workflow files when GITHUB_TOKEN moves these tags; `null` when there is nothing. Known before anything is
 * moved, because GitHub then moves none of them.
 */
export async function workflowGaps(
  steps: readonly RestoreStep[],
  actor: string,
  reader: Pick<RestoreReader, 'readWorkflows'>,
): Promise<string | null> {
  const moved = steps.filter(({ act, recreate }) => act === 'move' || recreate !== null)
  if (actor !== ACTIONS || moved.length === 0) return null
  try {
    const { defaultBranch, of } = await reader.readWorkflows(moved.map(({ to }) => to.commit))
    const gaps = moved.flatMap(({ component, to }) => {
      const changed = changedWorkflows(of.get(to.commit) ?? new Map(), defaultBranch)
      return changed.length === 0 ? [] : [`${component.id} ${to.version} (${changed.join(', ')})`]
    })
    if (gaps.length === 0) return null
    const more = gaps.length > MOST_NAMED ? ` and ${gaps.length - MOST_NAMED} more` : ''
    return (
      `GitHub may refuse to let GITHUB_TOKEN move these tags, because workflow files differ from the default branch: ${gaps.slice(0, MOST_NAMED).join(', ')}${more}. ` +
      'Use the token of a GitHub App with contents: write and workflows: write'
    )
  } catch (error) {
    return `Whether workflow files stand in the way could not be asked: ${messageOf(error)}`
  }
}
