import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { COMPONENT } from '../acceptance/world.ts'
import { snippetsOf } from '../docs/snippets.ts'
import { inActWorld, QUICK_START } from './act-world.ts'

const CALLER =
  snippetsOf('docs/reusable-workflows.md').find(({ text }) => text.includes('workflows/history.yml@v1'))?.text ?? ''

it(
  'shows by dispatch what a guard has done',
  inActWorld(QUICK_START, async (world) => {
    world.write('.github/workflows/history.yml', CALLER)
    await world.release('v1.0.0', 0)
    await world.release('v1.1.0', 1)
    await world.moveProduction('v1.0.0')
    await world.runGuard(await world.moveProduction('v1.1.0'))
    const [run] = await world.runDispatch({ component: 'prompts/extraction', at: '' })
    expect(run?.exitCode).toBe(0)
    const state = JSON.parse(run?.outputs['history/history/history']?.state ?? 'null')
    expect(JSON.stringify(state)).toContain(COMPONENT)
    expect(JSON.stringify(state)).toContain('v1.1.0')
    const kept = join(world.artifacts, 'tagback-history-1')
    expect(existsSync(kept)).toBe(true)
    expect(readFileSync(kept, 'utf8')).toContain('v1.1.0')
  }),
)

it(
  'shows the state alone when that is asked for',
  inActWorld(QUICK_START, async (world) => {
    const alone = CALLER.replace('    with:\n', '    with:\n      show: state, targets\n')
    world.write('.github/workflows/history.yml', alone)
    await world.release('v1.0.0', 0)
    await world.runGuard(await world.moveProduction('v1.0.0'))
    const [run] = await world.runDispatch({ component: 'prompts/extraction', at: '' })
    expect(run?.exitCode).toBe(0)
    expect(run?.outputs['history/history/history']?.targets).toContain('v1.0.0')
    expect(existsSync(join(world.artifacts, 'tagback-history-1'))).toBe(false)
  }),
)
