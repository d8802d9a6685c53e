import type { Clock, Deployer, DeployOrder, DeployResult } from '../flows/ports.ts'
import type { WorkflowRun, WorkflowRuns } from '../flows/workflow-runs.ts'
import { messageOf } from '../message-of.ts'
import { cancelRun, ENDING } from './cancel-run.ts'
import { dispatchInputs, MARK_INPUT } from './dispatch-inputs.ts'
import { type FollowedRun, followRun } from './follow-run.ts'
import type { ReleaseFiles } from './release-files.ts'

/** Milliseconds: how long a run may take to be listed, and between two looks. */
const FINDING = 60_000
const LOOK = 3_000

export type WorkflowDeployerOptions = {
  /** File name in `.github/workflows` of the default branch. */
  workflow: string
  timeoutSeconds: number
  runs: WorkflowRuns
  /** For what is measured and verified by scripts of the release. */
  files: ReleaseFiles
  clock: Clock
  /** A name that no other deploy has. */
  newMark(): string
  write(line: string): void
  stop?: AbortSignal
  /** Started by a step that was ended before the run was: it must not deploy beside what is deployed now. */
  earlier?: WorkflowRun | null
  /** Told at once of every run that is started. */
  started?(run: WorkflowRun): void
}

/** Deploys by dispatching a workflow that the repository has already, and waits for that very run. */
export const workflowDeployer = (options: WorkflowDeployerOptions): Deployer => ({
  prepare: (releases) => options.files.prepare(releases),
  obstacle: async () => {
    try {
      const found = await readFit(options)
      return typeof found === 'string' ? found : null
    } catch (error) {
      return `${options.workflow} cannot be asked for (${messageOf(error)}): give the job actions: write`
    }
  },
  deploy: async (order) => {
    try {
      return await deployBy(options, order)
    } catch (error) {
      return { kind: 'failed', detail: messageOf(error) }
    }
  },
})

type Fit = { branch: string; takesMark: boolean }

/** What is wrong with the workflow, in words. @throws when it cannot be asked for. */
async function readFit({ runs, workflow }: WorkflowDeployerOptions): Promise<Fit | string> {
  const { branch, text, enabled } = await runs.read(workflow)
  if (text === null) return `.github/workflows/${workflow} is not there on the default branch`
  const fit = dispatchInputs(text)
  if (fit.kind === 'unfit') return `.github/workflows/${workflow} ${fit.problem}`
  return enabled ? { branch, takesMark: fit.takesMark } : `${workflow} is disabled: enable it in the Actions tab`
}

async function deployBy(options: WorkflowDeployerOptions, order: DeployOrder): Promise<DeployResult> {
  if (options.earlier) await endEarlier(options, options.earlier)
  const fit = await readFit(options)
  if (typeof fit === 'string') return { kind: 'failed', detail: fit }
  const started = await start(options, order, fit)
  if (typeof started === 'string') return { kind: 'failed', detail: started }
  options.started?.(started)
  options.write(`${options.workflow} deploys ${order.release.version}: ${started.url}`)
  const { stop } = options
  return resultOf(options, started, await followRun({ ...options, run: started, stop }))
}

async function endEarlier(options: WorkflowDeployerOptions, run: WorkflowRun): Promise<void> {
  const { workflow, stop, write } = options
  write(`${workflow} may still be deploying for the step before: ${run.url}`)
  // GitHub may refuse to cancel a second time what it is cancelling.
  const still = await cancelRun({ ...options, run, stop }, ENDING)
  if (still !== null) write(`It is not waited for any longer: ${still}, and may still deploy`)
}

/** Starts the workflow. Says in words why it is not known which run that is. */
async function start(options: WorkflowDeployerOptions, order: DeployOrder, fit: Fit): Promise<WorkflowRun | string> {
  const { runs, workflow, clock, newMark } = options
  const { release, environment, reason } = order
  const mark = newMark()
  const inputs = {
    ...{ component: release.component, version: release.version, commit: release.commit, environment, reason },
    ...(fit.takesMark ? { [MARK_INPUT]: mark } : {}),
  }
  const since = clock.now()
  let refused: string | null = null
  try {
    const run = await runs.dispatch(workflow, fit.branch, inputs)
    if (run) return run
  } catch (error) {
    if (isRefusal(error)) throw error
    refused = messageOf(error)
  }
  const found = fit.takesMark ? await findByMark(options, mark, since) : null
  if (found) return found
  const what =
    refused === null ? 'GitHub did not say which run it started' : `the dispatch was not answered: ${refused}`
  return fit.takesMark
    ? `${what}, and no run has ${mark} in its name. Write run-name: Deploy \${{ inputs.${MARK_INPUT} }} into ${workflow}`
    : `${what}. Give ${workflow} an input ${MARK_INPUT}, and write it into run-name, so that the run can be found`
}

async function findByMark(
  { runs, workflow, clock, stop }: WorkflowDeployerOptions,
  mark: string,
  since: number,
): Promise<WorkflowRun | null> {
  for (const until = clock.now() + FINDING; ; ) {
    const found = await runs.find(workflow, mark, since)
    if (found || clock.now() >= until || stop?.aborted) return found
    await clock.sleep(LOOK, stop)
  }
}

/** GitHub has said no, so that nothing was started. */
const isRefusal = (error: unknown): boolean => {
  const { status } = error as { status?: unknown }
  return typeof status === 'number' && status >= 400 && status < 500
}

function resultOf(
  { timeoutSeconds }: WorkflowDeployerOptions,
  { url }: WorkflowRun,
  followed: FollowedRun,
): DeployResult {
  if (followed.kind === 'ended') {
    const { conclusion } = followed
    return conclusion === 'success'
      ? { kind: 'deployed' }
      : { kind: 'failed', detail: `ended with ${conclusion}: ${url}` }
  }
  const still = followed.still === null ? 'it was cancelled' : `${followed.still}, and may still deploy`
  return followed.kind === 'timed-out'
    ? { kind: 'timed-out', detail: `not finished after ${timeoutSeconds} s; ${still}: ${url}` }
    : { kind: 'failed', detail: `stopped before it finished; ${still}: ${url}` }
}
