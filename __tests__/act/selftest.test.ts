import { expect, it } from '@jest/globals'
import { snippetsOf } from '../docs/snippets.ts'
import { inActWorld } from './act-world.ts'

const CALLER =
  snippetsOf('docs/installing.md').find(({ text }) => text.includes('workflows/selftest.yml@v1'))?.text ?? ''

it(
  'asks for what Tagback relies on, and leaves nothing behind',
  inActWorld(CALLER, async (world) => {
    await world.release('v1.0.0', 0)
    const before = await world.repository.refs()
    const [run] = await world.runDispatch({})
    const summary = Object.values(run?.summaries ?? {})
      .flat()
      .join('\n')
    expect(summary.match(/^\| .* \| yes \| /gm)).toHaveLength(7)
    expect(run?.exitCode).toBe(0)
    expect(await world.repository.refs()).toStrictEqual(before)
  }),
)
