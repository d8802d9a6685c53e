import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from '@jest/globals'
import { git } from '../../testing/github/run-git.ts'
import { type ActionResult, startAction } from '../../testing/runner/start-action.ts'
import { createWorld, UNWATCHED } from './world.ts'

const ACTION = join(import.meta.dirname, '../../rollback/action.yml')

export const EXTRACTION = 'components/prompts/extraction'
export const ROUTER = 'components/agents/router'
export const ROUTING = 'components/configs/routing'

/** One file a component and environment holds what is served; `deploys` holds one line for each deploy. */
const DEPLOY = `
if [ -e "broken-$TAGBACK_NAME" ] || [ "$TAGBACK_NAME $TAGBACK_VERSION" = "$(cat "$SERVICE/refuses" 2>/dev/null)" ]; then
  echo "cannot deploy $TAGBACK_NAME" >&2; exit 7
fi
cat "$TAGBACK_PATH" > "$SERVICE/$TAGBACK_NAME.$TAGBACK_ENVIRONMENT.content"
echo "$TAGBACK_VERSION" > "$SERVICE/$TAGBACK_NAME.$TAGBACK_ENVIRONMENT"
echo "$TAGBACK_NAME $TAGBACK_VERSION $TAGBACK_ENVIRONMENT $TAGBACK_REASON" >> "$SERVICE/deploys"
`
const VERIFY = 'test "$(cat "$SERVICE/$TAGBACK_NAME.$TAGBACK_ENVIRONMENT")" = "$TAGBACK_VERSION"'

type RestoreOptions = {
  env?: Record<string, string>
  runId?: number
  runAttempt?: number
  token?: string
  onLine?: (line: string) => void
  /** Files in the workspace of the step. */
  workspace?: string
}

export type RestoreWorld = Awaited<ReturnType<typeof createRestoreWorld>>

/** Three components with edgit's tags, a place that they are deployed to, and the action as a workflow_dispatch runs it. */
async function createRestoreWorld(options: Parameters<typeof createWorld>[0]) {
  const world = await createWorld(options)
  const { edgit, push, date, github, repository, serviceFolder } = world
  let runId = 5_000
  const path = (component: string): string => {
    const [, type, name] = component.split('/')
    return `${type}/${name}.md`
  }
  const served = (component: string, environment = 'production', what = ''): string => {
    const file = join(serviceFolder, `${component.split('/')[2]}.${environment}${what}`)
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  }
  const start = (inputs: Record<string, string>, more: RestoreOptions = {}) =>
    startAction({
      ...{ action: ACTION, github, repository: repository.fullName, token: more.token ?? world.token },
      ...{ sha: 'a'.repeat(40), ref: 'refs/heads/main', event: { name: 'workflow_dispatch', payload: { inputs } } },
      ...{ actor: 'grace', workflow: 'rollback', runId: more.runId ?? runId++, runAttempt: more.runAttempt ?? 1 },
      ...(more.onLine ? { onLine: more.onLine } : {}),
      ...(more.workspace ? { workspace: more.workspace } : {}),
      inputs: { 'deploy-command': DEPLOY, 'deploy-timeout': '5s', 'verify-command': VERIFY, ...inputs },
      env: { SERVICE: serviceFolder, ...more.env },
    })
  const followed = { 'deploy-command': DEPLOY, 'verify-url': '', 'verify-command': VERIFY }
  const move = async (component: string, environment: string, version: string) => {
    const moved = await world.move(environment, version, component)
    const result = await world.run(moved, { inputs: { ...UNWATCHED, ...followed } })
    expect(result.outputs).toMatchObject({ decision: 'kept', version })
  }
  return {
    ...world,
    ...{ served, start, followed },
    restore: (inputs: Record<string, string>, more: RestoreOptions = {}): Promise<ActionResult> =>
      start({ environment: 'production', ...inputs }, more).done,
    /** `edgit tag create`: the content of the component at this version, and its tag. */
    version: async (
      component: string,
      version: string,
      files: Record<string, string> = {},
      message = `feat: ${version}`,
    ) => {
      const commit = await edgit.commit({ [path(component)]: `${component} ${version}\n`, ...files }, message, date())
      const object = await edgit.createVersion(component, version, date())
      await push('main', `refs/tags/${component}/${version}`)
      return { commit, object }
    },
    /** `edgit tag set` and push, without anybody who follows it. */
    set: async (component: string, environment: string, version: string) => {
      await edgit.setEnvironment(component, environment, version, date())
      await push(`refs/tags/${component}/${environment}`)
    },
    /** `edgit tag set` and push, followed by a guard that deploys and records it. */
    move,
    /** Which version's content each of these tags means now; `null` without a tag. */
    versionOf: async (component: string, environment = 'production'): Promise<string | null> => {
      const ref = `refs/tags/${component}/${environment}`
      if (!(await repository.refs()).has(ref)) return null
      const text = await git(repository.gitDir, ['show', `${ref}^{commit}:${path(component)}`])
      return text.trim().split(' ')[1] ?? null
    },
    tag: async (name: string): Promise<string | undefined> => (await repository.refs()).get(`refs/tags/${name}`),
    deploys: (): string[] => {
      const file = join(serviceFolder, 'deploys')
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
    },
    /** Times of records are whole seconds: waits until the next one has begun, and gives it. */
    nextSecond: async (): Promise<string> => {
      await sleep(1_000 - (Date.now() % 1_000) + 20)
      const now = new Date().toISOString().replace(/\.\d+Z/, 'Z')
      await sleep(1_000)
      return now
    },
    /** Operations that asked or changed something at GitHub since the last `clearRequests`. */
    operations: (): string[] => github.requests.map(({ route, operation }) => operation ?? route),
  }
}

/** As `inWorld`: each test has a world of its own, and may ask GitHub for nothing that GitHub does not know. */
export const inRestoreWorld =
  (test: (world: RestoreWorld) => Promise<unknown>, options: Parameters<typeof createWorld>[0] = {}) =>
  async (): Promise<void> => {
    const world = await createRestoreWorld(options)
    try {
      await test(world)
      expect(world.github.violations).toStrictEqual([])
    } finally {
      await world.close()
    }
  }
