import type { RunOfPush } from '../flows/reconcile/reconcile-ports.ts'
import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'

/** Failed runs of one tag and commit that are asked whether people refused them: the newest. */
const ASKED = 5

/**
 * For the push of a tag GitHub gives its name as the branch of the run, and the commit that it leads to as the head. A job
 * that reviewers rejected is a failed run; who rejected it is known to its review history alone.
 *
 * @param tag without `refs/tags/`
 * @throws when GitHub does not tell, as without `actions: read`
 */
export async function readRunOfPush(
  { rest }: Client,
  { owner, name }: RepositoryAddress,
  tag: string,
  commit: ObjectId,
): Promise<RunOfPush> {
  const where = { owner, repo: name }
  const { data } = await rest.actions.listWorkflowRunsForRepo({
    ...{ ...where, event: 'push', branch: tag, head_sha: commit, per_page: 100 },
  })
  const underWay = data.workflow_runs.find(({ status }) => status !== 'completed')
  if (underWay) return { kind: 'under-way', url: underWay.html_url }
  const failed = data.workflow_runs.filter(({ conclusion }) => conclusion === 'failure')
  for (const { id, html_url: url } of failed.slice(0, ASKED)) {
    const { data: reviews } = await rest.actions.getReviewsForRun({ ...where, run_id: id })
    const rejection = reviews.find(({ state }) => state === 'rejected')
    if (rejection) return { kind: 'rejected', url, by: rejection.user.login }
  }
  return { kind: 'none' }
}
