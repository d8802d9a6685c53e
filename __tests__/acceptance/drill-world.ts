import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { type ActionOrder, type ActionResult, startAction } from '../../testing/runner/start-action.ts'
import { startCanaryService } from './canary-service.ts'
import { inWorld } from './in-world.ts'
import { COMPONENT, type World } from './world.ts'

const ACTION = join(import.meta.dirname, '../../drill/action.yml')
const DRILL = `refs/tags/${COMPONENT}/production-drill`

const DEPLOY = `
cp prompts/extraction.md "$SERVICE/$TAGBACK_ENVIRONMENT/prompt.md"
echo "$TAGBACK_VERSION" > "$SERVICE/$TAGBACK_ENVIRONMENT/version"
`

type DrillOptions = {
  inputs?: Record<string, string>
  /** The process is killed when its log holds this. */
  killAt?: string
  /** Where GitHub is asked, when that is not where it is. */
  github?: ActionOrder['github']
  env?: Record<string, string>
  onStart?: (process: ChildProcess) => void
}

type DrillResult = {
  figures: { phases: Record<string, number>; timeToRollback: number | null } | null
  checks: { name: string; state: string; detail: string }[]
  earlier: { reason: string }[]
  detectionSimulated: boolean
  warnings: string[]
}

export type DrillWorld = World & {
  arms: Awaited<ReturnType<typeof startCanaryService>>
  drill(options?: DrillOptions): Promise<ActionResult & { result: DrillResult }>
  /** Tag of the drill environment, and how many records there are open. */
  left(): Promise<{ tag: string | undefined; open: number }>
}

/** Production on 1.1.0, known good; before it was 1.0.0. A third version, 1.2.0, fails 30 of 100 requests. */
export const inDrillWorld = (
  test: (world: DrillWorld) => Promise<unknown>,
  {
    marked = true,
    files = {},
    before,
    ...options
  }: {
    marked?: boolean
    began?: number
    /** What a version has beside its prompt. */
    files?: Record<string, Record<string, string>>
    /** Done before there is any version. */
    before?: (world: World) => Promise<unknown>
  } = {},
) =>
  inWorld(async (world) => {
    const arms = await startCanaryService(world.serviceFolder, ['production', 'production-drill'])
    try {
      Object.assign(world.inputs, {
        'deploy-command': DEPLOY,
        'metric-url': `${arms.url}/metrics`,
        errors: 'requests_total{env="{environment}",code=~"5.."}',
        total: 'requests_total{env="{environment}"}',
        'verify-url': `${arms.url}/version/{environment}`,
      })
      const config = `environments:\n  production-drill:\n    drill: ${marked}\n`
      await before?.(world)
      await world.release('v1.0.0', 1, { '.github/tagback.yml': config, ...files['v1.0.0'] })
      await world.release('v1.1.0', 1, files['v1.1.0'])
      await world.release('v1.2.0', 30, files['v1.2.0'])
      await world.run(await world.moveProduction('v1.0.0'))
      await world.run(await world.moveProduction('v1.1.0'))
      await test({ ...world, arms, drill: (options) => runDrill(world, options), left: () => leftIn(world) })
    } finally {
      await arms.close()
    }
  }, options)

let runId = 5_000

async function runDrill(world: World, { inputs = {}, killAt, github = world.github, env, onStart }: DrillOptions = {}) {
  const given = { ...world.inputs, component: 'prompts/extraction', ...inputs }
  const action = startAction({
    ...{ action: ACTION, github, repository: world.repository.fullName, timeoutMs: 60_000 },
    ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'schedule', payload: {} } },
    ...{ token: world.token, runId: runId++, workflow: 'drill' },
    inputs: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    env: { SERVICE: world.serviceFolder, ...env },
    ...(killAt === undefined
      ? {}
      : { onLine: (line) => void (line.includes(killAt) && action.process.kill('SIGKILL')) }),
  })
  onStart?.(action.process)
  const done = await action.done
  return { ...done, result: JSON.parse(done.outputs.result ?? 'null') as DrillResult }
}

async function leftIn({ repository }: World) {
  const own = repository.deployments.filter(({ environment }) => environment.startsWith('production-drill/'))
  const open = own.filter(({ statuses }) => ['in_progress', undefined].includes(statuses.at(-1)?.state)).length
  return { tag: (await repository.refs()).get(DRILL), open }
}
