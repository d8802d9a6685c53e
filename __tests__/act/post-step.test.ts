import { expect, it } from '@jest/globals'
import { inActWorld, QUICK_START } from './act-world.ts'

it(
  'finishes in the post step what the step could not: it was killed in the middle of a deploy',
  inActWorld(QUICK_START, async (world) => {
    // The parent of the script is the action itself.
    const killing = `if [ "$TAGBACK_REASON" = move ]; then kill -KILL "$PPID"; fi\n`
    world.write('scripts/deploy.sh', `${world.deployScript}${killing}`)
    await world.release('v1.0.0', 0)
    await world.release('v1.1.0', 0)
    await world.moveProduction('v1.0.0')
    const push = await world.moveProduction('v1.1.0')
    const run = await world.runGuard(push)
    const [main, post] = run.steps.filter((step) => step.includes('OWNER/tagback@v1'))
    expect([main, post]).toStrictEqual(['Main OWNER/tagback@v1', 'Post OWNER/tagback@v1'])
    expect(run).toMatchObject({ exitCode: 1, results: { 'guard/guard': 'failure' } })
    expect(await world.production()).toBe(push.event.payload.before)
    expect(world.service.deploys()).toStrictEqual(['v1.1.0 for move', 'v1.0.0 for rollback'])
    expect(world.service.served()).toBe('v1.0.0')
    expect(world.records()).toStrictEqual(['Deploy v1.1.0: failure', 'Rollback to v1.0.0: success'])
    expect(run.summary).toContain('v1.0.0')
  }),
)
