import { describe, expect, it, jest } from '@jest/globals'
import { interrupt } from './cancel-in-world.ts'
import { inWorld } from './in-world.ts'
import { runReconcile, watched } from './reconcile-runner.ts'
import { ROUTER_TOKEN, startRoutedService } from './routed-service.ts'
import { COMPONENT, type World } from './world.ts'

jest.setTimeout(120_000)

const CANARY = `refs/tags/${COMPONENT}/production-canary`

const DEPLOY = `
cp prompts/extraction.md "$SERVICE/$TAGBACK_ENVIRONMENT/prompt.md"
echo "$TAGBACK_VERSION" > "$SERVICE/$TAGBACK_ENVIRONMENT/version"
tag=$(git --git-dir "$GIT_DIRECTORY" rev-parse --verify --quiet "${CANARY}" || echo none)
echo "deploy $TAGBACK_VERSION to $TAGBACK_ENVIRONMENT with $tag" >> "$SERVICE/journal"
`

type Routed = World & { routed: Awaited<ReturnType<typeof startRoutedService>>; canary(): Promise<string | undefined> }

/** Fails when it gets more than 12 requests a second: with a step of 25%, and not with one of 5%. */
const OVERLOADED = { 'prompts/extraction.md': 'v1.2.0\nerrors: 60%\nfrom: 12\n' }
const BROKEN_FOR_GOOD = { 'prompts/extraction.md': 'v1.3.0\nerrors: 60%\nfrom: 12\nsticky\n' }

/** Both environments are on v1.0.0, known good in production; the canary gets its traffic in steps. */
const withRouter = (settings: string[], test: (world: Routed) => Promise<unknown>, stepDuration = '4s') =>
  inWorld(async (world) => {
    const { gitDir } = world.repository
    const routed = await startRoutedService(world.serviceFolder, { gitDir, ref: CANARY })
    const env = { ROUTER_TOKEN, GIT_DIRECTORY: gitDir }
    try {
      Object.assign(world.inputs, {
        ...{ 'deploy-command': DEPLOY, metric: 'prometheus', 'metric-url': routed.prometheus },
        errors: 'sum(requests_total{env="{environment}",code=~"5.."})',
        total: 'sum(requests_total{env="{environment}"})',
        ...{ 'verify-url': '', duration: '25s', 'minimum-requests': '5', 'verify-duration': '3s' },
      })
      const lines = [
        'environments:',
        '  production-canary:',
        '    canary-of: production',
        `    traffic-url: ${routed.url}/weights`,
        '    traffic-headers:',
        '      Authorization: Bearer {env:ROUTER_TOKEN}',
        `    traffic-body: '{"weights": [{percent}, {rest}], "of": "{version}"}'`,
        '    traffic-steps: [5, 25, 50]',
        `    step-duration: ${stepDuration}`,
        ...settings.map((line) => `    ${line}`),
      ]
      await world.release('v1.0.0', 0, { '.github/tagback.yml': `${lines.join('\n')}\n` })
      await world.release('v1.1.0', 0)
      await world.release('v1.2.0', 0, OVERLOADED)
      await world.release('v1.3.0', 0, BROKEN_FOR_GOOD)
      const run: World['run'] = (push, more = {}) => world.run(push, { ...more, env: { ...env, ...more.env } })
      const start: World['start'] = (push, more = {}) => world.start(push, { ...more, env: { ...env, ...more.env } })
      const good = await run(await world.moveProduction('v1.0.0'), { inputs: { duration: '6s' } })
      expect(good.outputs).toMatchObject({ decision: 'kept', reason: 'healthy' })
      const canary = async () => (await world.repository.refs()).get(CANARY)
      await test({ ...world, run, start, routed, canary })
    } finally {
      await routed.close()
    }
  })

/** What happened to router and services since production was on v1.0.0, without what the tag held. */
const course = ({ routed }: Routed): string[] =>
  routed
    .journal()
    .slice(1)
    .map((line) => line.replace(/ with .*/, ''))

/** The same with whether the tag of the canary held this object. */
const courseWith = ({ routed }: Routed, object: string): [string, boolean][] =>
  routed
    .journal()
    .slice(1)
    .map((line) => [line.replace(/ with .*/, ''), line.endsWith(` with ${object}`)])

describe('a canary with steps of the traffic', () => {
  it(
    'gets them in order, is promoted, and gives its traffic up to what it was tried for',
    withRouter(['promote: auto'], async (world) => {
      const result = await world.run(await world.move('production-canary', 'v1.1.0'))
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'promoted', reason: 'healthy' } })
      expect(course(world)).toStrictEqual([
        ...['traffic 0', 'deploy v1.1.0 to production-canary', 'traffic 5', 'traffic 25', 'traffic 50'],
        ...['deploy v1.1.0 to production', 'traffic 0'],
      ])
      expect(JSON.parse(result.outputs.result ?? '').canary).toMatchObject({ traffic: 50, decision: 'kept' })
      const [, canary] = world.repository.deployments
      expect(canary?.statuses.map(({ description }) => description).slice(1, 4)).toStrictEqual([
        ...['traffic 5%', 'traffic 25%', 'traffic 50%'],
      ])
      expect(result.summary).toContain('0% → 5% → 25% → 50%')
    }),
  )

  it(
    'that fails at 25% loses all of it first, then its tag moves, then the release before is deployed',
    withRouter(['promote: auto'], async (world) => {
      const production = await world.production()
      const moved = await world.move('production-canary', 'v1.2.0')
      const result = await world.run(moved)
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'rolled-back', 'target-version': 'v1.0.0', tag: 'moved-back', traffic: '50' },
      })
      expect(result.outputs.sentence).toContain('at 25% of the traffic')
      expect(courseWith(world, moved.event.payload.after)).toStrictEqual([
        ['traffic 0', true],
        ['deploy v1.2.0 to production-canary', true],
        ['traffic 5', true],
        ['traffic 25', true],
        ['traffic 0', true],
        ['deploy v1.0.0 to production-canary', false],
        ['traffic 50', false],
      ])
      expect([await world.production(), world.routed.served('production')]).toStrictEqual([production, 'v1.0.0'])
    }),
  )

  it(
    'is rolled back although the router is down, which is said, and no secret of it is told',
    withRouter([], async (world) => {
      const result = await world.run(await world.move('production-canary', 'v1.2.0'), {
        onLine: (line) => void (line.includes('v1.2.0 in production-canary: 25%') && world.routed.fault(503)),
      })
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'rolled-back', tag: 'moved-back' } })
      expect(world.routed.served('production-canary')).toBe('v1.0.0')
      expect(result.log).toMatch(
        /v1\.2\.0 may still get traffic in production-canary, which could not be set to 0%: traffic-url: PUT .*found 503 \(3 tries\)/,
      )
      expect(result.log).toContain('Left to do: # Set the traffic of production-canary by hand: 50% for v1.0.0')
      const { deployments, issues } = world.repository
      const { log, summary, outputs, annotations, state } = result
      expect(JSON.stringify([log, summary, outputs, annotations, state, deployments, issues])).not.toContain(
        ROUTER_TOKEN,
      )
    }),
  )

  it(
    'is deployed nowhere when the router does not even take the 0',
    withRouter([], async (world) => {
      await world.routed.fault(403)
      const result = await world.run(await world.move('production-canary', 'v1.1.0'))
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'traffic-not-set' } })
      expect(course(world)).toStrictEqual([])
    }),
  )

  it(
    'whose run is lost at a step is found there by reconcile, and loses its traffic first',
    withRouter([], async (world) => {
      const moved = await world.move('production-canary', 'v1.1.0')
      const lost = world.start(moved, {
        onLine: (seen) => void (seen.includes('v1.1.0 in production-canary: 25%') && lost.process.kill('SIGKILL')),
      })
      expect(await lost.done).toMatchObject({ signal: 'SIGKILL' })
      for (const record of world.repository.deployments)
        record.createdAt = new Date(Date.parse(record.createdAt) - 86_400_000).toISOString().replace('.000', '')
      const reconciled = await runReconcile(world, {
        inputs: watched(world),
        env: { ROUTER_TOKEN, GIT_DIRECTORY: world.repository.gitDir },
      })
      expect(reconciled.result.drifts).toMatchObject([
        { drift: 'lost-run', guarded: { decision: 'rolled-back', reason: 'cancelled' } },
      ])
      expect(courseWith(world, moved.event.payload.after).slice(3)).toStrictEqual([
        ['traffic 25', true],
        ['traffic 0', true],
        ['deploy v1.0.0 to production-canary', false],
        ['traffic 50', false],
      ])
      expect(world.repository.issues[0]?.body).toContain('at 25% of the traffic')
    }),
  )

  it(
    'whose run is cancelled at a step loses its traffic in main, and the post step does the rest',
    withRouter([], async (world) => {
      const push = await world.move('production-canary', 'v1.1.0')
      const { main, post } = await interrupt(world, push, { how: 'cancel', line: 'v1.1.0 in production-canary: 25%' })
      expect(main.outputs).toMatchObject({ reason: 'unfinished', tag: 'moved-back', traffic: '0' })
      expect(post.exitCode).toBe(1)
      expect(course(world).slice(4)).toStrictEqual([
        ...['traffic 0', 'traffic 0', 'deploy v1.0.0 to production-canary', 'traffic 50'],
      ])
    }),
  )
})

/** Prometheus knows of what happened before a step for a while after it. */
const EASED = ['settle: 3s']

describe('a rollback in steps', () => {
  it(
    'stops where less traffic cures it: the release keeps that share, and a person is told how to go on',
    withRouter(
      [...EASED, 'rollback-steps: 10, 2'],
      async (world) => {
        const moved = await world.move('production-canary', 'v1.2.0')
        const result = await world.run(moved)
        expect(result).toMatchObject({
          exitCode: 1,
          outputs: { decision: 'held', reason: 'less-traffic', tag: 'as-pushed', traffic: '10' },
        })
        expect(await world.canary()).toBe(moved.event.payload.after)
        expect(course(world).at(-1)).toBe('traffic 10')
        const [issue] = world.repository.issues
        expect(issue?.body).toMatch(/With 10% of the traffic it is well again/)
        expect(issue?.body).toContain('git push --force-with-lease=')
      },
      '8s',
    ),
  )

  it(
    'goes on to an ordinary one where nothing cures it',
    withRouter(
      [...EASED, 'rollback-steps: 10'],
      async (world) => {
        const result = await world.run(await world.move('production-canary', 'v1.3.0'))
        expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'rolled-back', tag: 'moved-back' } })
        expect(course(world).slice(4)).toStrictEqual([
          ...['traffic 10', 'traffic 0', 'deploy v1.0.0 to production-canary', 'traffic 50'],
        ])
      },
      '8s',
    ),
  )
})
