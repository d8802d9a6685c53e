import type { RunOfPush } from '../flows/reconcile/reconcile-ports.ts'
import { messageOf } from '../message-of.ts'
import type { ObjectId } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { isRateLimit, statusOf } from './request-error.ts'

const DAY = 24 * 3_600_000
/** A run lasts for 35 days at most (docs: "usage limits"): what is said to be older and not over is stuck, and ends never. */
const LONGEST_RUN = 35 * DAY
/** A job that nobody approves fails after 30 days (docs: "reviewing deployments"). */
const LONGEST_WAIT = 29 * DAY

type Run = Awaited<ReturnType<Client['rest']['actions']['listWorkflowRunsForRepo']>>['data']['workflow_runs'][number]

/**
 * For the push of a tag GitHub gives its name as the branch of the run, and the commit that it leads to as the head. A job
 * that was not approved is a failed run; who rejected it is known to its review history alone.
 *
 * @param tag without `refs/tags/`
 * @param now milliseconds since the epoch
 * @throws when GitHub does not tell, and not because the token may not ask
 */
export async function readRunOfPush(
  { rest }: Client,
  { owner, name }: RepositoryAddress,
  { tag, commit, now }: { tag: string; commit: ObjectId; now: number },
): Promise<RunOfPush> {
  const where = { owner, repo: name }
  try {
    const { data } = await rest.actions.listWorkflowRunsForRepo({
      ...{ ...where, event: 'push', head_sha: commit, per_page: 100 },
    })
    const runs = newestOfEach(data.workflow_runs.filter(({ head_branch: branch }) => branch === tag))
    const underWay = runs.find((run) => run.status !== 'completed' && now - sinceOf(run) < LONGEST_RUN)
    if (underWay) return { kind: 'under-way', url: underWay.html_url, since: sinceOf(underWay) }
    for (const run of runs.filter(({ conclusion }) => conclusion === 'failure')) {
      const { data: reviews } = await rest.actions.getReviewsForRun({ ...where, run_id: run.id })
      const unapproved = unapprovedOf(run, reviews)
      if (unapproved) return unapproved
    }
    return { kind: 'none' }
  } catch (error) {
    if (![403, 404].includes(statusOf(error) ?? 0) || isRateLimit(error)) throw error
    return { kind: 'not-allowed', detail: messageOf(error) }
  }
}

/** GitHub lists the newest first. Of a workflow the last run counts: it may have been approved since. */
const newestOfEach = (runs: readonly Run[]): Run[] =>
  runs.filter((run, index) => runs.findIndex(({ workflow_id: id }) => id === run.workflow_id) === index)

/** A re-run keeps the day on which the run was created. */
const sinceOf = ({ run_started_at: started, created_at: created }: Run): number => Date.parse(started ?? created)

/** GitHub's description knows no null here; for accounts that are gone there is one elsewhere. */
type Review = {
  state: string
  environments: readonly { name?: string }[]
  user: { login: string } | null
}

/** A re-run asks anew, so that what was rejected once can have been approved later, or before. */
function unapprovedOf(run: Run, reviews: readonly Review[]): (RunOfPush & { kind: 'unapproved' }) | null {
  const url = run.html_url
  const approved = reviews.filter(({ state }) => state === 'approved').flatMap(namesOf)
  for (const review of reviews.filter(({ state }) => state === 'rejected')) {
    const environment = namesOf(review).find((name) => !approved.includes(name))
    if (environment) return { kind: 'unapproved', url, environment, by: review.user?.login ?? 'a reviewer' }
  }
  const waited = Date.parse(run.updated_at) - sinceOf(run)
  return reviews.length === 0 && waited >= LONGEST_WAIT
    ? { kind: 'unapproved', url, environment: null, by: null }
    : null
}

const namesOf = ({ environments }: Review): string[] => environments.flatMap(({ name }) => name ?? [])
