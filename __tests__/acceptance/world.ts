import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createEdgit, type Edgit } from '../../testing/github/edgit-tags.ts'
import { git, tryCommand, tryGit } from '../../testing/github/run-git.ts'
import { startLocalGitHub } from '../../testing/github/start-local-github.ts'
import type { TokenRequest } from '../../testing/github/tokens.ts'
import { deliverTagPushes, type TagPush } from '../../testing/runner/deliver-tag-pushes.ts'
import { type ActionResult, startAction } from '../../testing/runner/start-action.ts'
import { startService } from './service.ts'

export const COMPONENT = 'components/prompts/extraction'
export const PRODUCTION = `refs/tags/${COMPONENT}/production`
const ACTION = join(import.meta.dirname, '../../action.yml')

/** Exactly the permissions that the README lists. */
const PERMISSIONS = { contents: 'write', deployments: 'write', issues: 'write' } as const

/** Deploys into the folder of the service. A release with a file `broken` cannot be deployed. */
const DEPLOY = `
if [ -e broken ]; then echo "broken: $TAGBACK_VERSION" >&2; exit 7; fi
cp prompts/extraction.md "$SERVICE/prompt.md"
echo "$TAGBACK_VERSION" > "$SERVICE/version"
echo "$TAGBACK_VERSION for $TAGBACK_REASON" >> "$SERVICE/deploys"
echo "deployed $TAGBACK_VERSION for $TAGBACK_REASON"
`

/** What leaves an environment unwatched. */
export const UNWATCHED = { metric: '', 'metric-url': '', errors: '', total: '', threshold: '' }

/** What a runner hands to an action, as far as a push does not say it already. */
type RunOptions = {
  inputs?: Record<string, string>
  env?: Record<string, string>
  runId?: number
  runAttempt?: number
  token?: string
  /** `post` with what `main` has saved. */
  stage?: 'main' | 'post'
  state?: Record<string, string>
  onLine?: (line: string) => void
}

type Clone = Edgit & { remote: string; push(...args: string[]): Promise<string> }

export type World = Awaited<ReturnType<typeof createWorld>>

/**
 * A local GitHub, a clone with edgit's tags, a service, and a runner that runs the committed bundle for every push of
 * a tag. Versions are named with the error rate that they bring: `release('v1.2.0', 20)`.
 */
export async function createWorld(
  options: {
    token?: Partial<TokenRequest>
    /** Milliseconds since the epoch: GitHub's clock starts here and follows the dates of the tags; the real one unless told. */
    began?: number
  } = {},
) {
  let seconds = (options.began ?? Date.parse('2026-11-20T09:00:00Z')) / 1000
  const started = Date.now()
  const now = (): number => seconds * 1000 + (Date.now() - started)
  const github = await startLocalGitHub({
    ...(options.began === undefined ? {} : { now }),
    exchanges: process.env.TAGBACK_EXCHANGES, // set by npm run test:prism
  })
  const repository = await github.createRepository({ owner: 'octo', name: 'prompts' })
  const root = mkdtempSync(join(tmpdir(), 'tagback-acceptance-'))
  const edgit = await createEdgit(join(root, 'clone'))
  const serviceFolder = join(root, 'service')
  mkdirSync(serviceFolder)
  const service = await startService(serviceFolder)
  const person = github.createToken({ kind: 'user', login: 'ada', permissions: PERMISSIONS })
  const remote = repository.cloneUrlWithToken(person)
  const token = github.createToken({ kind: 'actions', permissions: PERMISSIONS, ...options.token })
  const date = (): string => {
    seconds += 60
    return new Date(seconds * 1000).toISOString().replace(/\.\d+/, '')
  }
  const push = (...refs: string[]) => git(edgit.workTree, ['push', '--quiet', '--force', remote, ...refs])

  const inputs: Record<string, string> = {
    'deploy-command': DEPLOY,
    metric: 'prometheus-text',
    'metric-url': `${service.url}/metrics`,
    errors: 'requests_total{code=~"5.."}',
    total: 'requests_total',
    threshold: '5%',
    settle: '0s',
    interval: '1s',
    'min-duration': '2s',
    duration: '4s',
    'ignore-blips': '0s',
    'deploy-timeout': '3s',
    'verify-url': `${service.url}/version`,
    'verify-duration': '2s',
  }
  let runId = 100
  const start = (tagPush: TagPush, more: RunOptions = {}) =>
    startAction({
      ...{ action: ACTION, github, repository: repository.fullName, token: more.token ?? token, timeoutMs: 90_000 },
      ...{ sha: tagPush.sha, ref: tagPush.ref, event: tagPush.event, actor: 'ada', runId: more.runId ?? runId++ },
      ...{ runAttempt: more.runAttempt ?? 1 },
      ...{ stage: more.stage ?? 'main', state: more.state ?? {} },
      ...(more.onLine ? { onLine: more.onLine } : {}),
      inputs: dropEmpty({ ...inputs, ...more.inputs }),
      env: { SERVICE: serviceFolder, ...more.env },
    })

  /** Does something in git and gives the pushes that GitHub starts workflows for. */
  const pushesOf = async (act: () => Promise<unknown>): Promise<TagPush[]> => {
    const pushes: TagPush[] = []
    const delivery = deliverTagPushes(github, repository.fullName, async (tagPush) => void pushes.push(tagPush))
    await act()
    await delivery.idle()
    delivery.stop()
    return pushes
  }
  /** Does something in git and gives the one push of it. Pushes that start no workflow, such as deletions, as well. */
  const pushOf = async (act: () => Promise<unknown>): Promise<TagPush> => {
    const pushes: TagPush[] = []
    const stop = github.onEvent((event) => {
      if (event.name !== 'push') return
      pushes.push({ event, ref: event.payload.ref, sha: event.payload.head_commit?.id ?? event.payload.before })
    })
    await act()
    await github.eventsTold()
    stop()
    const [first, ...others] = pushes
    if (!first || others.length > 0) throw new Error(`Expected one push, got ${pushes.length}`)
    return first
  }
  return {
    ...{ github, repository, edgit, service, serviceFolder, push, remote, inputs, start, pushesOf, pushOf, date, now },
    ...{ token, person, root },
    /** Commits content and tags it as a version. */
    release: async (version: string, errorPercent: number, files: Record<string, string> = {}) => {
      const content = { 'prompts/extraction.md': `${version}\nerrors: ${errorPercent}%\n`, ...files }
      const commit = await edgit.commit(content, `feat: ${version}`, date())
      await edgit.createVersion(COMPONENT, version, date())
      await push('main', `refs/tags/${COMPONENT}/${version}`)
      return commit
    },
    /** `edgit tag set extraction ENVIRONMENT VERSION`, then the push; gives the event. */
    move: (environment: string, version: string, component = COMPONENT): Promise<TagPush> =>
      pushOf(async () => {
        await edgit.setEnvironment(component, environment, version, date())
        await push(`refs/tags/${component}/${environment}`)
      }),
    moveProduction: (version: string): Promise<TagPush> =>
      pushOf(async () => {
        await edgit.setEnvironment(COMPONENT, 'production', version, date())
        await push(PRODUCTION)
      }),
    /** A clone of somebody else, with all tags. What is pushed from it is pushed by `login`. */
    cloneOf: async (login: string): Promise<Clone> => {
      const theirs = github.createToken({ kind: 'user', login, permissions: PERMISSIONS })
      const url = repository.cloneUrlWithToken(theirs)
      const folder = join(root, `clone-of-${login}`)
      await git(root, ['clone', '--quiet', url, folder])
      return {
        ...(await createEdgit(folder)),
        remote: url,
        push: (...args) => git(folder, ['push', '--quiet', '--force', url, ...args]),
      }
    },
    /** What a person copies into a terminal. Throws what it wrote when it fails. */
    shell: async (folder: string, command: string): Promise<void> => {
      const { code, stderr } = await tryCommand('bash', folder, ['-c', command])
      if (code !== 0) throw new Error(stderr)
    },
    /** A lightweight production tag on a version's own tag object, pushed. */
    setAgain: async (version: string) => {
      await edgit.setEnvironmentToVersionObject(COMPONENT, 'production', version)
      await push(PRODUCTION)
    },
    /** Puts a symbolic link into the work tree; the next commit has it. */
    link: (name: string, target: string) => symlinkSync(target, join(edgit.workTree, name)),
    /** A runtime that looks what production means again and again, and serves that. Gives what stops it. */
    pullRuntime: () => {
      let going = true
      const loop = async (): Promise<void> => {
        while (going) {
          const prompt = await tryGit(repository.gitDir, ['show', `${PRODUCTION}^{commit}:prompts/extraction.md`])
          if (prompt.code === 0) {
            writeFileSync(join(serviceFolder, 'prompt.md'), prompt.stdout)
            writeFileSync(join(serviceFolder, 'version'), prompt.stdout.toString().split('\n')[0] ?? '')
          }
          await sleep(100)
        }
      }
      const looping = loop()
      return async () => {
        going = false
        await looping
      }
    },
    run: (tagPush: TagPush, more: RunOptions = {}): Promise<ActionResult> => start(tagPush, more).done,
    production: async (): Promise<string | undefined> => (await repository.refs()).get(PRODUCTION),
    /** State of each record, oldest first. */
    records: () =>
      repository.deployments.map(
        ({ description, statuses }) => `${description}: ${statuses.at(-1)?.state ?? 'pending'}`,
      ),
    /** Requests that change something at GitHub. */
    writes: () =>
      github.requests
        .filter(({ method, operation }) => method !== 'GET' && operation?.startsWith('TagbackGuard') !== true)
        .map(({ route, operation }) => operation ?? route)
        .filter(
          (name) => !['git-upload-pack', 'TagbackVersions', 'TagbackWorkflows', 'TagbackRecentMoves'].includes(name),
        ),
    close: async () => {
      await service.close()
      await github.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

const dropEmpty = (inputs: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== ''))
