import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, jest } from '@jest/globals'
import { type WorkflowDeployerOptions, workflowDeployer } from '../../src/deploy/workflow-deployer.ts'
import type { Clock, DeployOrder } from '../../src/flows/ports.ts'
import { createWorkflowRuns } from '../../src/github/workflow-runs.ts'
import { createEdgit } from '../../testing/github/edgit-tags.ts'
import { git } from '../../testing/github/run-git.ts'
import { type LocalGitHubOptions, startLocalGitHub } from '../../testing/github/start-local-github.ts'
import type { Permissions } from '../../testing/github/tokens.ts'
import type { WorkflowRunRecord } from '../../testing/github/workflow-run-record.ts'

jest.setTimeout(60_000)

const inputs = ['component', 'version', 'commit', 'environment', 'reason']
const declared = (names: readonly string[]): string => names.map((name) => `      ${name}: { type: string }\n`).join('')
const WORKFLOW = `name: deploy\non:\n  workflow_dispatch:\n    inputs:\n${declared(inputs)}jobs: {}\n`
const MARKED = `run-name: Deploy \${{ inputs.version }} (\${{ inputs.tagback }})\n${WORKFLOW.replace('jobs:', `      tagback: { type: string }\njobs:`)}`

const ORDER: DeployOrder = {
  release: {
    ...{ component: 'components/prompts/extraction', version: 'v1.1.0', versioned: true },
    ...{ object: 'b'.repeat(40), commit: 'c'.repeat(40) },
  },
  ...{ previous: null, environment: 'production', reason: 'rollback' },
}

type Play = (run: WorkflowRunRecord) => void
type Options = { text?: string; play?: Play; permissions?: Permissions; github?: LocalGitHubOptions }
type Stage = {
  github: Awaited<ReturnType<typeof startLocalGitHub>>
  disable(): void
  runs(): readonly WorkflowRunRecord[]
}
type Test = (deployer: ReturnType<typeof workflowDeployer>, lines: string[], stage: Stage) => Promise<void>

/** A clock that does not wait: sleeping is what moves it on. */
function quickClock(): Clock {
  let now = Date.parse('2026-11-20T09:00:00Z')
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds
      await new Promise((resolve) => setTimeout(resolve, 2))
    },
  }
}

async function withDeployer(
  { text = WORKFLOW, play, permissions = { actions: 'write', contents: 'read' }, github: options }: Options,
  test: Test,
  more: Partial<WorkflowDeployerOptions> = {},
): Promise<void> {
  const clock = quickClock()
  const github = await startLocalGitHub({ now: clock.now, ...options })
  const folder = await mkdtemp(join(tmpdir(), 'tagback-workflow-'))
  try {
    const repository = await github.createRepository({ owner: 'octo', name: 'prompts' })
    const edgit = await createEdgit(folder)
    await edgit.commit({ '.github/workflows/deploy.yml': text }, 'ci: deploy', '2026-11-20T09:00:00Z')
    const person = github.createToken({ kind: 'user', permissions: { contents: 'write' } })
    await git(folder, ['push', '--quiet', repository.cloneUrlWithToken(person), 'main'])
    if (play) github.onDispatch(play)
    const address = { owner: 'octo', name: 'prompts', serverUrl: github.url, apiUrl: github.apiUrl }
    const lines: string[] = []
    const token = github.createToken({ kind: 'actions', permissions })
    const deployer = workflowDeployer({
      ...{
        workflow: 'deploy.yml',
        timeoutSeconds: 60,
        clock,
        newMark: () => 'mark-1',
        write: (line) => lines.push(line),
      },
      files: { prepare: async () => {}, directoryOf: () => undefined, componentPath: async () => '' },
      runs: createWorkflowRuns(address, token),
      ...more,
    })
    const disable = () => repository.disableWorkflow('deploy.yml')
    await test(deployer, lines, { github, disable, runs: () => repository.workflowRuns })
    expect(github.violations).toStrictEqual([])
  } finally {
    await github.close()
    await rm(folder, { recursive: true })
  }
}

const end = (conclusion: WorkflowRunRecord['conclusion']) => (run: WorkflowRunRecord) =>
  void Object.assign(run, { status: 'completed', conclusion })

describe('a workflow that deploys', () => {
  it('is told what to deploy, and waited for', () =>
    withDeployer({ play: end('success') }, async (deployer, lines, { runs }) => {
      expect(await deployer.obstacle?.()).toBeNull()
      expect(await deployer.deploy(ORDER)).toStrictEqual({ kind: 'deployed' })
      expect(runs()).toMatchObject([
        {
          ...{ branch: 'main', workflow: 'deploy.yml' },
          inputs: {
            ...{ component: 'components/prompts/extraction', version: 'v1.1.0', commit: 'c'.repeat(40) },
            ...{ environment: 'production', reason: 'rollback' },
          },
        },
      ])
      expect(lines[0]).toMatch(/^deploy\.yml deploys v1\.1\.0: http.*\/actions\/runs\/\d+$/)
    }))

  it('follows that very run, whatever else is started meanwhile', () =>
    withDeployer({ text: MARKED, github: { runDetails: false } }, async (deployer, _lines, { github, runs }) => {
      github.onDispatch((run) => {
        if (run.inputs.tagback === 'mark-1') {
          Object.assign(runs().find(({ inputs: { tagback } }) => tagback === 'mark-1') ?? {}, {
            status: 'completed',
            conclusion: 'failure',
          })
        }
      })
      const token = github.createToken({ kind: 'user', permissions: { actions: 'write' } })
      const address = { owner: 'octo', name: 'prompts', serverUrl: github.url, apiUrl: github.apiUrl }
      const { inputs: others } = { inputs: Object.fromEntries(inputs.map((name) => [name, 'other'])) }
      await createWorkflowRuns(address, token).dispatch('deploy.yml', 'main', { ...others, tagback: 'mark-2' })
      const [other] = runs()
      Object.assign(other ?? {}, { status: 'completed', conclusion: 'success' })
      const result = await deployer.deploy(ORDER)
      expect(result).toMatchObject({ kind: 'failed' })
      expect(result).toHaveProperty('detail', expect.stringContaining(`/actions/runs/${runs()[1]?.id}`))
    }))

  it.each(['failure', 'cancelled', 'timed_out'] as const)('that ends with %s has not deployed', (conclusion) =>
    withDeployer({ play: end(conclusion) }, async (deployer) => {
      expect(await deployer.deploy(ORDER)).toMatchObject({
        kind: 'failed',
        detail: expect.stringContaining(conclusion),
      })
    }),
  )

  it('is cancelled when it takes too long', () =>
    withDeployer(
      {
        play: (run) => {
          run.status = 'in_progress'
          run.cancel.signal.addEventListener('abort', () => end('cancelled')(run))
        },
      },
      async (deployer, lines, { runs }) => {
        const result = await deployer.deploy(ORDER)
        expect(result).toMatchObject({
          kind: 'timed-out',
          detail: expect.stringMatching(/60 s; it was cancelled: http/),
        })
        expect(runs()[0]).toMatchObject({ status: 'completed', conclusion: 'cancelled' })
        expect(lines).toContain('The run is running')
      },
    ))

  it('says so when it does not end although it was cancelled', () =>
    withDeployer({ play: (run) => void Object.assign(run, { status: 'in_progress' }) }, async (deployer) => {
      const result = await deployer.deploy(ORDER)
      expect(result).toMatchObject({ kind: 'timed-out', detail: expect.stringContaining('may still deploy') })
    }))

  it('is cancelled when the deploy is not wanted any more', async () => {
    const stop = new AbortController()
    await withDeployer(
      {
        play: (run) => {
          run.status = 'in_progress'
          run.cancel.signal.addEventListener('abort', () => end('cancelled')(run))
          stop.abort()
        },
      },
      async (deployer, _lines, { runs }) => {
        const result = await deployer.deploy(ORDER)
        expect(result).toMatchObject({ kind: 'failed', detail: expect.stringContaining('stopped before it finished') })
        expect(runs()[0]?.conclusion).toBe('cancelled')
      },
      { stop: stop.signal },
    )
  })

  it('is asked for again when GitHub does not know it yet', () =>
    withDeployer({ play: end('success') }, async (deployer, _lines, { github }) => {
      github.inject({
        match: { route: '/repos/{owner}/{repo}/actions/runs/{run_id}' },
        fault: { kind: 'status', status: 404 },
        times: 2,
      })
      expect(await deployer.deploy(ORDER)).toStrictEqual({ kind: 'deployed' })
    }))

  it('is found by its name when the answer to the dispatch was lost', () =>
    withDeployer({ text: MARKED, play: end('success') }, async (deployer, _lines, { github, runs }) => {
      github.inject({
        match: { method: 'POST', route: '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches' },
        fault: { kind: 'drop-after' },
        times: 1,
      })
      expect(await deployer.deploy(ORDER)).toStrictEqual({ kind: 'deployed' })
      expect(runs()).toHaveLength(1)
    }))

  it.each<[string, Options, string]>([
    ['GitHub does not say which run it is', { github: { runDetails: false } }, 'Give deploy.yml an input tagback'],
    [
      'its name does not hold the mark',
      { text: MARKED.replace(/^run-name.*\n/, ''), github: { runDetails: false } },
      'no run has mark-1 in its name',
    ],
  ])('is not guessed when %s', (_what, options, said) =>
    withDeployer({ ...options, play: end('success') }, async (deployer) => {
      expect(await deployer.deploy(ORDER)).toMatchObject({ kind: 'failed', detail: expect.stringContaining(said) })
    }),
  )
})

describe('armed means that it can be dispatched', () => {
  it.each<[string, Options, string]>([
    [
      'an event of another kind',
      { text: WORKFLOW.replace('workflow_dispatch', 'workflow_call') },
      'is not started by on: workflow_dispatch',
    ],
    [
      'an input that is missing',
      { text: WORKFLOW.replace('      commit: { type: string }\n', '') },
      'has no input commit',
    ],
    [
      'an input that nobody gives',
      { text: WORKFLOW.replace('jobs:', '      region: { type: string, required: true }\njobs:') },
      'needs region, which no deploy gives it',
    ],
    ['what is no YAML', { text: 'on: [' }, 'is no YAML'],
    ['a token that may not ask', { permissions: { contents: 'read' } }, 'give the job actions: write'],
  ])('not with %s', (_what, options, said) =>
    withDeployer(options, async (deployer) => expect(await deployer.obstacle?.()).toContain(said)),
  )

  it('not when it is not there', () =>
    withDeployer(
      {},
      async (deployer) => expect(await deployer.obstacle?.()).toContain('is not there on the default branch'),
      {
        workflow: 'release.yml',
      },
    ))

  it('not when it is disabled', () =>
    withDeployer({}, async (deployer, _lines, { disable }) => {
      disable()
      expect(await deployer.obstacle?.()).toContain('is disabled')
    }))
})
