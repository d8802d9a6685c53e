import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, jest } from '@jest/globals'
import type { WorkflowRunRecord } from '../../testing/github/workflow-run-record.ts'
import { snippetsOf } from '../docs/snippets.ts'
import { interrupt } from './cancel-in-world.ts'
import { inWorld, withVersions } from './in-world.ts'
import type { World } from './world.ts'

jest.setTimeout(120_000)

/** The workflow of the recipe, word for word. */
const WORKFLOW = snippetsOf('docs/recipes/deploy-workflow.md').find(({ language }) => language === 'yaml')?.text ?? ''
const PERMISSIONS = { contents: 'write', deployments: 'write', issues: 'write', actions: 'write' } as const
const INPUTS = { 'deploy-command': '', 'deploy-workflow': 'deploy.yml', 'deploy-timeout': '60s' }

const end = (run: WorkflowRunRecord, conclusion: 'success' | 'cancelled') =>
  void Object.assign(run, { status: 'completed', conclusion })

/** What the runs of deploy.yml do in this test: they put the content of their version into the service. */
const deployInto = async (world: World, { inputs }: WorkflowRunRecord): Promise<void> => {
  const version = inputs.version ?? ''
  const percent = version === 'v1.2.0' ? 30 : 0
  writeFileSync(join(world.serviceFolder, 'prompt.md'), `${version}\nerrors: ${percent}%\n`)
  writeFileSync(join(world.serviceFolder, 'version'), version)
}

/** v1.0.0 in production and recorded; gives the push of v1.2.0. */
const onItsWay = async (world: World) => {
  await world.edgit.commit({ '.github/workflows/deploy.yml': WORKFLOW }, 'ci: deploy', world.date())
  await withVersions(world)
  await world.run(await world.moveProduction('v1.1.0'))
  return { good: await world.production(), push: await world.moveProduction('v1.2.0') }
}

const inWorkflowWorld = (test: (world: World) => Promise<void>) =>
  inWorld(test, { token: { permissions: PERMISSIONS } })

it.concurrent(
  'deploys by a workflow, and rolls back by it',
  inWorkflowWorld(async (world) => {
    const { good, push } = await onItsWay(world)
    world.github.onDispatch((run) => void deployInto(world, run).then(() => end(run, 'success')))
    const result = await world.run(push, { inputs: INPUTS })
    expect(result.outputs).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' })
    expect(await world.production()).toBe(good)
    expect(world.service.served()).toBe('v1.1.0')
    expect(world.repository.workflowRuns.map(({ inputs }) => `${inputs.version} for ${inputs.reason}`)).toStrictEqual([
      'v1.2.0 for move',
      'v1.1.0 for rollback',
    ])
  }),
)

it.concurrent(
  'cancelled in the deploy: main tells the run to end, moves the tag and leaves; the post step awaits its end first',
  inWorkflowWorld(async (world) => {
    const { good, push } = await onItsWay(world)
    const [order, runs] = [[] as string[], world.repository.workflowRuns]
    world.github.onDispatch((run) => {
      run.status = 'in_progress'
      if (run.inputs.reason === 'move') {
        run.cancel.signal.addEventListener('abort', () => order.push('told to end'))
      } else {
        order.push(`v1.1.0 is deployed, the run before is ${runs[0]?.status}`)
        void deployInto(world, run).then(() => end(run, 'success'))
      }
    })
    // As a job at GitHub that cleans up: longer than the runner waits for main.
    const between = () => {
      order.push('main has ended')
      setTimeout(() => {
        order.push('ended')
        if (runs[0]) end(runs[0], 'cancelled')
      }, 1_500)
    }
    const { main, post } = await interrupt(world, push, { how: 'cancel', line: 'The run is', inputs: INPUTS, between })
    expect(main).toMatchObject({ signal: null, outputs: { reason: 'unfinished', tag: 'moved-back' } })
    expect(order).toStrictEqual([
      ...['told to end', 'main has ended', 'ended'],
      'v1.1.0 is deployed, the run before is completed',
    ])
    expect(post.log).toContain('deploy.yml may still be deploying for the step before')
    expect(post.summary).toContain('rolled back from v1.2.0 to v1.1.0')
    expect(await world.production()).toBe(good)
    expect(world.service.served()).toBe('v1.1.0')
    expect(world.records().slice(-2)).toStrictEqual(['Deploy v1.2.0: failure', 'Rollback to v1.1.0: success'])
  }),
)
