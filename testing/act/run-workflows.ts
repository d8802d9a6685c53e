import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalGitHub, RepositoryHandle } from '../github/local-github.ts'
import { git } from '../github/run-git.ts'
import { adaptWorkflow } from './adapt-workflow.ts'
import { PUBLISHED } from './publish-action.ts'
import { readTriggers } from './read-triggers.ts'
import { type ActOrder, type ActResult, runAct } from './run-act.ts'

/** `sha` is the commit whose workflows run: of the tag for a push, of the default branch for a schedule. */
export type WorkflowEvent = { name: string; payload: unknown; sha: string; actor: string }

export type WorkflowRunner = Pick<ActOrder, 'act' | 'published' | 'artifacts'> & {
  github: LocalGitHub
  repository: RepositoryHandle
  /** For the checkouts that runs begin with; whoever made it deletes it. */
  root: string
}

type RunOptions = Pick<ActOrder, 'secrets' | 'variables' | 'signal' | 'onLine' | 'appToken'> & {
  /** File name of the one workflow that is started: a dispatch names it. */
  only?: string
}

let lastRun = 500

/** Runs every workflow that GitHub would start for an event, at the same time, as GitHub does. */
export const runWorkflows = async (
  runner: WorkflowRunner,
  event: WorkflowEvent,
  options: RunOptions = {},
): Promise<ActResult[]> => {
  const workflows = await workflowsAt(runner.repository.gitDir, event.sha)
  const started = workflows.filter(
    ({ name, text }) => (options.only ?? name) === name && readTriggers(text).startsFor(event),
  )
  return Promise.all(started.map((workflow) => run(runner, workflow, event, options)))
}

type WorkflowFile = { name: string; text: string }

const workflowsAt = async (gitDir: string, sha: string): Promise<WorkflowFile[]> => {
  const folder = '.github/workflows/'
  const paths = (await git(gitDir, ['ls-tree', '--name-only', sha, folder])).split('\n').filter((path) => path !== '')
  return Promise.all(
    paths.map(async (path) => ({
      name: path.slice(folder.length),
      text: await git(gitDir, ['show', `${sha}:${path}`]),
    })),
  )
}

const run = async (
  { github, repository, root, ...runner }: WorkflowRunner,
  { name, text }: WorkflowFile,
  { sha, actor, ...event }: WorkflowEvent,
  options: RunOptions,
): Promise<ActResult> => {
  const directory = mkdtempSync(join(root, 'checkout-'))
  await git(root, ['clone', '--quiet', '--shared', '--no-checkout', repository.gitDir, directory])
  await git(directory, ['checkout', '--quiet', '--detach', sha])
  const token = github.createToken({ kind: 'actions', permissions: readTriggers(text).permissions })
  lastRun += 1
  try {
    return await runAct({
      ...{ ...runner, ...options, github, event, actor, token, directory, runId: lastRun },
      repository: repository.fullName,
      workflow: { name, text: adaptWorkflow(text, PUBLISHED) },
    })
  } finally {
    github.revokeToken(token)
  }
}
