import { expect, it, jest } from '@jest/globals'
import { parse } from 'yaml'
import { inWorld, withVersions } from '../acceptance/in-world.ts'
import { snippetsOf } from './snippets.ts'

jest.setTimeout(60_000)

const [workflow] = snippetsOf('docs/recipes/observe-first.md').map(({ text }) => parse(text))
const { permissions } = workflow as { permissions: Record<string, 'read' | 'write'> }

it(
  'reports a bad release with the permissions that the recipe lists, and moves nothing',
  inWorld(
    async (world) => {
      await withVersions(world)
      const result = await world.run(await world.moveProduction('v1.2.0'), { inputs: { 'on-regressed': 'report' } })
      expect(result.outputs).toMatchObject({ decision: 'reported', tag: 'as-pushed', version: 'v1.2.0' })
      expect(result.exitCode).toBe(0)
      expect(world.service.served()).toBe('v1.2.0')
    },
    { token: { permissions } },
  ),
)
