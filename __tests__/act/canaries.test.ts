import { describe, expect, it } from '@jest/globals'
import { startCanaryService } from '../acceptance/canary-service.ts'
import { COMPONENT } from '../acceptance/world.ts'
import { type ActWorld, inActWorld, QUICK_START } from './act-world.ts'

/** The quick start, for the tags of the other environments as well. */
const CALLER = QUICK_START.replace('components/*/*/production', 'components/*/*/production*')

type Arms = Awaited<ReturnType<typeof startCanaryService>>

/** Two environments with figures of their own, v1.0.0 kept in the one that is deployed to last. */
const withTwo = (
  [first, last]: readonly [string, string],
  settings: readonly string[],
  test: (world: ActWorld, arms: Arms) => Promise<unknown>,
) =>
  inActWorld(CALLER, async (world) => {
    const { serviceFolder } = world
    const arms = await startCanaryService(serviceFolder, [first, last])
    try {
      const into = `'${serviceFolder}'/"$TAGBACK_ENVIRONMENT"`
      const deploy = `#!/usr/bin/env bash
set -euo pipefail
cp "prompts/$TAGBACK_NAME.md" ${into}/prompt.md
echo "$TAGBACK_VERSION" > ${into}/version
`
      world.write('scripts/deploy.sh', deploy, 0o755)
      world.write('.github/tagback.yml', configuration(arms.url, settings))
      await world.release('v1.0.0', 1)
      await world.release('v1.1.0', 1)
      await world.release('v1.2.0', 30)
      const { outputs } = await world.runGuard(await world.move(last, 'v1.0.0'))
      expect(outputs).toMatchObject({ decision: 'kept', reason: 'healthy' })
      await test(world, arms)
    } finally {
      await arms.close()
    }
  })

const configuration = (url: string, settings: readonly string[]): string => `defaults:
  metric: prometheus-text
  metric-url: ${url}/metrics
  errors: requests_total{env="{environment}",code=~"5.."}
  total: requests_total{env="{environment}"}
  threshold: 5%
  settle: 0s
  interval: 1s
  min-duration: 2s
  duration: 4s
  ignore-blips: 0s
  deploy-timeout: 5s
  verify-url: ${url}/version/{environment}
  verify-duration: 2s
environments:
${settings.map((line) => `  ${line}\n`).join('')}`

const CANARY = ['production-canary:', '  canary-of: production', '  promote: auto']

describe('the workflow of the quick start, with a canary', () => {
  it.concurrent(
    'promotes one that is healthy',
    withTwo(['production-canary', 'production'], CANARY, async (world, arms) => {
      const run = await world.runGuard(await world.move('production-canary', 'v1.1.0'))
      expect(run).toMatchObject({ exitCode: 0, results: { 'guard/guard': 'success' } })
      expect(run.outputs).toMatchObject({ decision: 'promoted', environment: 'production', version: 'v1.1.0' })
      expect(run.summary).toContain('### Environments')
      expect(await world.production()).toBe((await world.repository.refs()).get(`refs/tags/${COMPONENT}/v1.1.0`))
      expect(arms.served('production')).toBe('v1.1.0')
    }),
  )

  it.concurrent(
    'takes one back that is worse, and leaves production alone',
    withTwo(['production-canary', 'production'], CANARY, async (world, arms) => {
      const production = await world.production()
      const run = await world.runGuard(await world.move('production-canary', 'v1.2.0'))
      expect(run).toMatchObject({ exitCode: 1, results: { 'guard/guard': 'failure' } })
      expect(run.outputs).toMatchObject({
        decision: 'rolled-back',
        environment: 'production-canary',
        tag: 'moved-back',
      })
      expect(await world.production()).toBe(production)
      expect([arms.served('production'), arms.served('production-canary')]).toStrictEqual(['v1.0.0', 'v1.0.0'])
    }),
  )
})

describe('the workflow of the quick start, with two rings', () => {
  const [FIRST, SECOND] = ['production-us-west', 'production-eu'] as const
  const settings = [`${FIRST}: {}`, `${SECOND}:`, `  after: ${FIRST}`, '  follow: auto']

  it.concurrent(
    'goes on to the second, and takes nothing there out of order',
    withTwo([FIRST, SECOND], settings, async (world, arms) => {
      const first = await world.runGuard(await world.move(FIRST, 'v1.0.0'))
      expect(first.outputs).toMatchObject({ decision: 'kept', environment: FIRST })
      const early = await world.runGuard(await world.move(SECOND, 'v1.1.0'))
      expect(early).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'out-of-order' } })
      expect(arms.served(SECOND)).toBe('v1.0.0')
      const run = await world.runGuard(await world.move(FIRST, 'v1.1.0'))
      expect(run.outputs).toMatchObject({ decision: 'promoted', environment: SECOND, version: 'v1.1.0' })
      expect([arms.served(FIRST), arms.served(SECOND)]).toStrictEqual(['v1.1.0', 'v1.1.0'])
    }),
  )
})
