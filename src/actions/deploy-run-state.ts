import { appendFileSync } from 'node:fs'
import type { WorkflowRun } from '../flows/workflow-runs.ts'
import { signState, verifyState } from './signed-state.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Name of the state, which the post step is given as `STATE_deploy-run`. */
const NAME = 'deploy-run'

/** Writes down the run of a workflow that deploys for this step: whoever finishes the step has to await its end. @throws */
export function saveDeployRun(env: Environment, token: string, run: WorkflowRun): void {
  const path = env.GITHUB_STATE
  if (path) appendFileSync(path, `${NAME}=${signState(JSON.stringify(run), token)}\n`)
}

/** The run that main has started last; `null` without one, and for what main has not written. */
export function readDeployRun(env: Environment, token: string): WorkflowRun | null {
  const saved = env[`STATE_${NAME}`]
  const text = saved ? verifyState(saved, token) : null
  return text === null ? null : (JSON.parse(text) as WorkflowRun)
}
