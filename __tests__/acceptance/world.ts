import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEdgit } from '../../testing/github/edgit-tags.ts'
import { git } from '../../testing/github/run-git.ts'
import { startLocalGitHub } from '../../testing/github/start-local-github.ts'
import type { TokenRequest } from '../../testing/github/tokens.ts'
import { deliverTagPushes, type TagPush } from '../../testing/runner/deliver-tag-pushes.ts'
import { type ActionResult, startAction } from '../../testing/runner/start-action.ts'
import { startService } from './service.ts'

export const COMPONENT = 'components/prompts/extraction'
export const PRODUCTION = `refs/tags/${COMPONENT}/production`
const ACTION = join(import.meta.dirname, '../../action.yml')

/** Exactly the permissions that the README lists. */
const PERMISSIONS = { contents: 'write', deployments: 'write' } as const

const DEPLOY = `
cp prompts/extraction.md "$SERVICE/prompt.md"
echo "$TAGBACK_VERSION" > "$SERVICE/version"
echo "deployed $TAGBACK_VERSION for $TAGBACK_REASON"
`

export type World = Awaited<ReturnType<typeof createWorld>>

/**
 * A local GitHub, a clone with edgit's tags, a service, and a runner that runs the committed bundle for every push of
 * a tag. Versions are named with the error rate that they bring: `release('v1.2.0', 20)`.
 */
export async function createWorld(options: { token?: Partial<TokenRequest> } = {}) {
  const github = await startLocalGitHub()
  const repository = await github.createRepository({ owner: 'octo', name: 'prompts' })
  const root = mkdtempSync(join(tmpdir(), 'tagback-acceptance-'))
  const edgit = await createEdgit(join(root, 'clone'))
  const serviceFolder = join(root, 'service')
  mkdirSync(serviceFolder)
  const service = await startService(serviceFolder)
  const person = github.createToken({ kind: 'user', login: 'ada', permissions: PERMISSIONS })
  const token = github.createToken({ kind: 'actions', permissions: PERMISSIONS, ...options.token })
  let seconds = Date.parse('2026-11-20T09:00:00Z') / 1000
  const date = () => new Date((seconds += 60) * 1000).toISOString().replace('.000', '')
  const remote = repository.cloneUrlWithToken(person)
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
    'verify-url': `${service.url}/version`,
    'verify-duration': '2s',
  }
  let runId = 100
  const start = (
    tagPush: TagPush,
    more: { inputs?: Record<string, string>; env?: Record<string, string>; runId?: number } = {},
  ) =>
    startAction({
      ...{ action: ACTION, github, repository: repository.fullName, token, timeoutMs: 60_000 },
      ...{ sha: tagPush.sha, ref: tagPush.ref, event: tagPush.event, actor: 'ada', runId: more.runId ?? runId++ },
      inputs: dropEmpty({ ...inputs, ...more.inputs }),
      env: { SERVICE: serviceFolder, ...more.env },
    })

  /** Does something in git and gives the pushes that GitHub tells of. */
  const pushesOf = async (act: () => Promise<unknown>): Promise<TagPush[]> => {
    const pushes: TagPush[] = []
    const delivery = deliverTagPushes(github, repository.fullName, async (tagPush) => void pushes.push(tagPush))
    await act()
    await delivery.idle()
    delivery.stop()
    return pushes
  }
  const world = {
    ...{ github, repository, edgit, service, serviceFolder, push, inputs, start, pushesOf, date, token },
    /** Commits content and tags it as a version. */
    release: async (version: string, errorPercent: number, files: Record<string, string> = {}) => {
      const content = { 'prompts/extraction.md': `${version}\nerrors: ${errorPercent}%\n`, ...files }
      const commit = await edgit.commit(content, `feat: ${version}`, date())
      await edgit.createVersion(COMPONENT, version, date())
      await push('main', `refs/tags/${COMPONENT}/${version}`)
      return commit
    },
    /** `edgit tag set extraction production VERSION`, then the push; gives the event. */
    moveProduction: async (version: string): Promise<TagPush> => {
      const [tagPush] = await pushesOf(async () => {
        await edgit.setEnvironment(COMPONENT, 'production', version, date())
        await push(PRODUCTION)
      })
      if (!tagPush) throw new Error('The push made no event')
      return tagPush
    },
    run: (tagPush: TagPush, more: Parameters<typeof start>[1] = {}): Promise<ActionResult> => start(tagPush, more).done,
    production: async (): Promise<string | undefined> => (await repository.refs()).get(PRODUCTION),
    /** State of each record, oldest first. */
    records: () =>
      repository.deployments.map(
        ({ description, statuses }) => `${description}: ${statuses.at(-1)?.state ?? 'pending'}`,
      ),
    close: async () => {
      await service.close()
      await github.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
  return world
}

const dropEmpty = (inputs: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== ''))
