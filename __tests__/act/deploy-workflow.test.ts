import { expect, it } from '@jest/globals'
import { snippetsOf } from '../docs/snippets.ts'
import { inActWorld, QUICK_START } from './act-world.ts'

/** The workflow of the recipe, word for word. */
const DEPLOY = snippetsOf('docs/recipes/deploy-workflow.md').find(({ language }) => language === 'yaml')?.text ?? ''

const CALLER = QUICK_START.replace('deploy-command: ./scripts/deploy.sh', 'deploy-workflow: deploy.yml').replace(
  'permissions:\n',
  'permissions:\n  actions: write\n',
)

it(
  'deploys by the workflow of the recipe, and rolls back by it',
  inActWorld(CALLER, async (world) => {
    world.write('.github/workflows/deploy.yml', DEPLOY)
    await world.release('v1.0.0', 0)
    await world.release('v1.1.0', 30)
    await world.moveProduction('v1.0.0')
    const stop = world.playDispatches()
    const run = await world.runGuard(await world.moveProduction('v1.1.0'))
    await stop()
    expect(run.outputs).toMatchObject({ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' })
    expect(world.service.deploys()).toStrictEqual(['v1.1.0 for move', 'v1.0.0 for rollback'])
    expect(world.service.served()).toBe('v1.0.0')
    const [there, back] = world.repository.workflowRuns
    expect(there).toMatchObject({ conclusion: 'success', inputs: { version: 'v1.1.0', reason: 'move' } })
    expect(back).toMatchObject({ conclusion: 'success', inputs: { version: 'v1.0.0', reason: 'rollback' } })
    expect(there?.title).toMatch(
      /^Deploy components\/prompts\/extraction v1\.1\.0 to production \(tagback-[0-9a-f-]{36}\)$/,
    )
    expect(run.log).toContain(`deploy.yml deploys v1.1.0: ${world.github.url}/octo/prompts/actions/runs/${there?.id}`)
  }),
)
