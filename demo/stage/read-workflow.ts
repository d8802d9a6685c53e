import { parse } from 'yaml'
import { git } from '../../testing/github/run-git.ts'
import type { Permissions } from '../../testing/github/tokens.ts'
import { fitsFilter } from '../../testing/runner/fits-filter.ts'
import { WORKFLOW_PATH } from './workflow.ts'

export type Workflow = {
  /** Whether a push of this ref (full name) starts it. */
  startsFor(ref: string): boolean
  permissions: Permissions
  env: Record<string, string>
  /** What it hands to the action. */
  inputs: Record<string, string>
}

type WorkflowFile = {
  on: { push: { tags: string[] } }
  permissions: Permissions
  jobs: { guard: { env?: Record<string, unknown>; steps: { uses?: string; with?: Record<string, unknown> }[] } }
}

const texts = (values: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

/** Reads the workflow from a commit: GitHub runs the file of the commit that was tagged. Throws when it has no step with `uses`. */
export const readWorkflow = async (gitDir: string, commit: string): Promise<Workflow> => {
  const file = parse(await git(gitDir, ['show', `${commit}:${WORKFLOW_PATH}`])) as WorkflowFile
  const { guard } = file.jobs
  const step = guard.steps.find(({ uses }) => uses !== undefined)
  if (step === undefined) throw new Error(`${WORKFLOW_PATH} of ${commit} has no step with "uses".`)
  return {
    startsFor: (ref) => file.on.push.tags.some((pattern) => fitsFilter(`refs/tags/${pattern}`, ref)),
    permissions: file.permissions,
    env: texts(guard.env),
    inputs: texts(step.with),
  }
}
