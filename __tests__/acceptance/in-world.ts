import { expect } from '@jest/globals'
import { createWorld, type World } from './world.ts'

/**
 * Makes a test of its own world, so that tests of one file can run side by side. Whatever a test was about, nothing in
 * it may ask GitHub for something that GitHub does not know.
 */
export const inWorld =
  (test: (world: World) => Promise<unknown>, options: Parameters<typeof createWorld>[0] = {}) =>
  async (): Promise<void> => {
    const world = await createWorld(options)
    try {
      await test(world)
      expect(world.github.violations).toStrictEqual([])
    } finally {
      await world.close()
    }
  }

/** Version 1.0.0 in production since before there were records, 1.1.0 as good, 1.2.0 with three errors in ten. */
export async function withVersions(world: World): Promise<void> {
  await world.release('v1.0.0', 0)
  await world.release('v1.1.0', 1)
  await world.release('v1.2.0', 30)
  await world.moveProduction('v1.0.0')
}
