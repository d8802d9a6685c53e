import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { COMPONENT } from '../acceptance/world.ts'
import { snippetsOf } from '../docs/snippets.ts'
import { type ActWorld, inActWorld, QUICK_START } from './act-world.ts'

const [CALLER = '', MATRIX = ''] = snippetsOf('docs/recipes/approvals.md')
  .filter(({ language }) => language === 'yaml')
  .map(({ text }) => text)

/** v1.1.0 guarded and kept in production; v1.0.0 was there before. */
async function withKept(world: ActWorld, caller: string): Promise<string | undefined> {
  world.write('.github/workflows/rollback.yml', caller)
  await world.release('v1.0.0', 0)
  await world.release('v1.1.0', 1)
  await world.moveProduction('v1.0.0')
  const before = await world.production()
  expect((await world.runGuard(await world.moveProduction('v1.1.0'))).outputs.decision).toBe('kept')
  return before
}

const wish = { environment: 'production', component: 'prompts/extraction', to: 'previous', reason: 'bad answers' }
const stepsOf = (run: { steps: string[] } | undefined): string => run?.steps.join('\n') ?? ''

describe('a rollback by dispatch', () => {
  it.concurrent(
    'puts back at once when it is critical, and says whether the budget was kept',
    inActWorld(QUICK_START, async (world) => {
      await withKept(world, CALLER)
      const [run] = await world.runDispatch({ ...wish, severity: 'critical' })
      expect(run?.exitCode).toBe(0)
      expect(run?.outputs['rollback/rollback/rollback']).toMatchObject({ decision: 'restored', restored: '1' })
      expect(world.service.served()).toBe('v1.0.0')
      expect(stepsOf(run)).not.toContain('Approved')
      const summary = Object.values(run?.summaries ?? {})
        .flat()
        .join('\n')
      expect(summary).toMatch(
        /Severity \*\*critical\*\*, budget 5 minutes from the start of this job: kept, it took 0 min \d+ s\./,
      )
      expect(existsSync(join(world.artifacts, 'tagback-rollback-1/result.json'))).toBe(true)
    }),
  )

  it.concurrent(
    'goes on with GITHUB_TOKEN when there is no token of the App, and says so',
    inActWorld(QUICK_START, async (world) => {
      const names = ['TAGBACK_APP_ID', 'TAGBACK_APP_KEY']
      const handed = names.map((name) => `      ${name}: \${{ secrets.${name} }}\n`).join('')
      await withKept(world, CALLER.replace('      DEPLOY_ENV', `${handed}      DEPLOY_ENV`))
      const secrets = { TAGBACK_APP_ID: 'an-app', TAGBACK_APP_KEY: 'a-key' }
      const [run] = await world.runDispatch({ ...wish, severity: 'critical' }, { secrets })
      expect(run?.exitCode).toBe(0)
      expect(run?.lines.join('\n')).toContain('The rollback goes on with GITHUB_TOKEN')
      expect(world.service.served()).toBe('v1.0.0')
    }),
  )

  it.concurrent(
    'asks for approval when it is not, and refuses a severity that is none',
    inActWorld(QUICK_START, async (world) => {
      await withKept(world, CALLER)
      const [low] = await world.runDispatch({ ...wish, severity: 'low' })
      expect(low?.exitCode).toBe(0)
      expect(low?.lines.join('\n')).toContain('Approved as low')
      expect(world.service.served()).toBe('v1.0.0')
      const [wrong] = await world.runDispatch({ ...wish, to: 'v1.1.0', severity: 'apocalyptic' })
      expect(wrong?.exitCode).toBe(1)
      expect(wrong?.lines.join('\n')).toContain('expected low, medium, high or critical. Nothing was moved.')
      expect(world.service.served()).toBe('v1.0.0')
    }),
  )

  it.concurrent(
    'goes its own way for each component of a matrix',
    inActWorld(QUICK_START, async (world) => {
      await withKept(world, MATRIX)
      const components = JSON.stringify(['prompts/extraction', 'prompts/unknown'])
      const [run] = await world.runDispatch({ components })
      expect(run?.exitCode).toBe(1)
      const decisions = Object.values(run?.outputs ?? {}).flatMap(({ decision }) => decision ?? [])
      expect(decisions.toSorted()).toStrictEqual(['refused', 'restored'])
      expect(world.service.served()).toBe('v1.0.0')
      expect((await world.repository.refs()).has(`refs/tags/${COMPONENT}/production`)).toBe(true)
    }),
  )
})
