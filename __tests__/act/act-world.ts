import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from '@jest/globals'
import { findGoProgram } from '../../testing/act/find-go-program.ts'
import { publishAction } from '../../testing/act/publish-action.ts'
import type { ActResult } from '../../testing/act/run-act.ts'
import { runWorkflows, type WorkflowEvent } from '../../testing/act/run-workflows.ts'
import type { WorkflowRunRecord } from '../../testing/github/workflow-run-record.ts'
import type { TagPush } from '../../testing/runner/deliver-tag-pushes.ts'
import { createWorld, type World } from '../acceptance/world.ts'
import { snippetsOf } from '../docs/snippets.ts'

/** The workflow of the quick start, word for word. */
export const QUICK_START = snippetsOf('README.md').find(({ language }) => language === 'yaml')?.text ?? ''

export const SECRETS = { PROMETHEUS_TOKEN: 'a-secret-of-prometheus' }

/** `scripts/deploy.sh` of a release: deploys into the folder of the service. */
const deployScript = (folder: string): string => `#!/usr/bin/env bash
set -euo pipefail
cp "prompts/$TAGBACK_NAME.md" '${folder}/prompt.md'
echo "$TAGBACK_VERSION" > '${folder}/version'
echo "$TAGBACK_VERSION for $TAGBACK_REASON" >> '${folder}/deploys'
`

/** The file of the default branch, for a service that is watched for seconds. It wins over the inputs of a workflow. */
const configuration = (url: string): string => `defaults:
  metric: prometheus-text
  metric-url: ${url}/metrics
  errors: requests_total{code=~"5.."}
  total: requests_total
  threshold: 5%
  settle: 0s
  interval: 1s
  min-duration: 2s
  duration: 4s
  ignore-blips: 0s
  deploy-timeout: 5s
  verify-url: ${url}/version
  verify-duration: 2s
`

type RunOptions = Parameters<typeof runWorkflows>[2]

export type ActWorld = ReturnType<typeof addRunner>

/** What one job with Tagback in it came to. */
type GuardedRun = Pick<ActResult, 'exitCode' | 'results' | 'steps'> & {
  outputs: Record<string, string>
  summary: string
  log: string
}

const addRunner = (world: World, root: string) => {
  const published = join(root, 'published')
  const artifacts = join(root, 'artifacts')
  publishAction(published)
  const { github, repository, edgit, service, serviceFolder } = world
  const runner = { act: findGoProgram('act'), github, repository, root, published, artifacts }
  const write = (name: string, content: string, mode = 0o644): void => {
    const path = join(edgit.workTree, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content, { mode })
  }
  write('scripts/deploy.sh', deployScript(serviceFolder), 0o755)
  write('.github/tagback.yml', configuration(service.url))
  const run = (event: WorkflowEvent, options: RunOptions = {}) =>
    runWorkflows(runner, event, { secrets: SECRETS, ...options })
  const eventOf = ({ event, sha }: TagPush): WorkflowEvent => ({ ...event, sha, actor: event.payload.sender.login })
  const play = async (dispatched: WorkflowRunRecord): Promise<void> => {
    const { workflow, branch, sha, inputs, cancel } = dispatched
    dispatched.status = 'in_progress'
    const payload = { inputs, ref: `refs/heads/${branch}`, workflow: `.github/workflows/${workflow}` }
    const event = { name: 'workflow_dispatch', payload, sha, actor: 'ada' }
    const [done] = await run(event, { only: workflow, signal: cancel.signal })
    const conclusion = cancel.signal.aborted ? 'cancelled' : done?.exitCode === 0 ? 'success' : 'failure'
    Object.assign(dispatched, { status: 'completed', conclusion })
  }
  return {
    ...world,
    /** Folder with a folder for each artifact. */
    artifacts,
    deployScript: deployScript(serviceFolder),
    /** Puts a file into the work tree; the next release has it. */
    write,
    run,
    /** Runs the workflows that are dispatched, until stopped; the promise then is that of the last of them. */
    playDispatches: () => {
      const playing: Promise<void>[] = []
      const stop = github.onDispatch((dispatched) => void playing.push(play(dispatched)))
      return async () => {
        stop()
        await Promise.all(playing)
      }
    },
    /** A run that a person starts on the default branch. */
    runDispatch: async (inputs: Record<string, string>, options?: RunOptions) => {
      const sha = (await repository.refs()).get('refs/heads/main') ?? ''
      const payload = { inputs, ref: 'refs/heads/main', repository: { full_name: repository.fullName } }
      return run({ name: 'workflow_dispatch', payload, sha, actor: 'ada' }, options)
    },
    /** A scheduled run: of the default branch as it is now. */
    runSchedule: async (options?: RunOptions) => {
      const sha = (await repository.refs()).get('refs/heads/main') ?? ''
      const payload = { schedule: '7 * * * *', repository: { full_name: repository.fullName, default_branch: 'main' } }
      return run({ name: 'schedule', payload, sha, actor: 'ada' }, options)
    },
    runPush: (push: TagPush, options?: RunOptions) => run(eventOf(push), options),
    /** The push starts one workflow, which has one job with Tagback in it. */
    runGuard: async (push: TagPush, options?: RunOptions): Promise<GuardedRun> => {
      const [only, ...others] = await run(eventOf(push), options)
      expect(others).toStrictEqual([])
      if (only === undefined) throw new Error(`No workflow is started by a push of ${push.ref}`)
      const { lines, exitCode, results, steps } = only
      const outputs = Object.values(only.outputs)[0] ?? {}
      const summary = Object.values(only.summaries).flat().join('\n')
      return { exitCode, results, steps, outputs, summary, log: lines.join('\n') }
    },
  }
}

/**
 * Makes a test of a world of its own, so that tests of one file can run side by side: that of the acceptance tests, in
 * which act runs the workflows of the commit that an event is about.
 */
export const inActWorld = (caller: string, test: (world: ActWorld) => Promise<unknown>) => async (): Promise<void> => {
  const root = mkdtempSync(join(tmpdir(), 'tagback-act-'))
  const world = await createWorld()
  try {
    const withRunner = addRunner(world, root)
    withRunner.write('.github/workflows/guard.yml', caller)
    await test(withRunner)
    expect(world.github.violations).toStrictEqual([])
  } finally {
    await world.close()
    rmSync(root, { recursive: true, force: true })
  }
}
