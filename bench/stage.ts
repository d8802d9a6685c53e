import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEdgit } from '../testing/github/edgit-tags.ts'
import { git } from '../testing/github/run-git.ts'
import { startLocalGitHub } from '../testing/github/start-local-github.ts'
import { deliverTagPushes, type TagPush } from '../testing/runner/deliver-tag-pushes.ts'
import { type ActionResult, runAction } from '../testing/runner/start-action.ts'
import { startMeteredService } from './metered-service.ts'

export const COMPONENT = 'components/prompts/extraction'
export const PRODUCTION = `refs/tags/${COMPONENT}/production`

const ROOT = join(import.meta.dirname, '..')
const PERMISSIONS = { contents: 'write', deployments: 'write', issues: 'write' } as const
const UNWATCHED = { metric: '', 'metric-url': '', errors: '', total: '', threshold: '' }

export type Stage = Awaited<ReturnType<typeof openStage>>

/** A guarded run: what it said, and the most memory that its process held, in bytes. */
export type GuardedRun = { result: ActionResult; peakBytes: number }

/** A local GitHub, a clone with edgit's tags, a service with metrics, and the committed bundle to guard it. */
export async function openStage() {
  const github = await startLocalGitHub()
  const repository = await github.createRepository({ owner: 'octo', name: 'prompts' })
  const root = mkdtempSync(join(tmpdir(), 'tagback-bench-'))
  const edgit = await createEdgit(join(root, 'clone'))
  const serviceFolder = join(root, 'service')
  mkdirSync(serviceFolder)
  const service = await startMeteredService(join(serviceFolder, 'errors'))
  const person = github.createToken({ kind: 'user', login: 'ada', permissions: PERMISSIONS })
  const remote = repository.cloneUrlWithToken(person)
  const token = github.createToken({ kind: 'actions', permissions: PERMISSIONS })
  const peakFile = join(root, 'peak')
  let seconds = Date.parse('2026-11-20T09:00:00Z') / 1000
  let runId = 100
  const date = (): string => {
    seconds += 60
    return new Date(seconds * 1000).toISOString().replace('.000', '')
  }
  const push = (...refs: string[]) => git(edgit.workTree, ['push', '--quiet', '--force', remote, ...refs])

  const inputs = {
    ...{ 'deploy-command': 'cp errors "$SERVICE/errors"', threshold: '5%' },
    ...{ metric: 'prometheus-text', 'metric-url': `${service.url}/metrics` },
    ...{ errors: 'requests_total{code="500"}', total: 'requests_total' },
    ...{ settle: '0s', interval: '1s', 'ignore-blips': '0s' },
    ...{ 'min-duration': '2s', duration: '4s', 'verify-duration': '1s' },
  }
  const guard = async (pushed: TagPush, more: Record<string, string>): Promise<GuardedRun> => {
    github.clearRequests()
    const given = Object.entries({ ...inputs, ...more }).filter(([, value]) => value !== '')
    const result = await runAction({
      ...{ action: join(ROOT, 'action.yml'), github, repository: repository.fullName, token, actor: 'ada' },
      ...{ sha: pushed.sha, ref: pushed.ref, event: pushed.event, runId: runId++ },
      inputs: Object.fromEntries(given),
      env: {
        SERVICE: serviceFolder,
        PEAK_MEMORY_FILE: peakFile,
        NODE_OPTIONS: `--require "${join(import.meta.dirname, 'peak-memory.cjs')}"`,
      },
    })
    return { result, peakBytes: Number(readFileSync(peakFile, 'utf8')) }
  }
  const expectDecision = ({ result }: GuardedRun, decision: string): void => {
    if (result.outputs.decision === decision) return
    throw new Error(`Expected the guard to end with ${decision}, found ${result.outputs.decision}:\n${result.log}`)
  }
  /** `edgit tag set extraction production VERSION`, its push, and the guard that GitHub then starts. */
  const guardMoveTo = async (version: string, decision: string, more: Record<string, string> = {}) => {
    const pushes: TagPush[] = []
    const delivery = deliverTagPushes(github, repository.fullName, async (pushed) => void pushes.push(pushed))
    await edgit.setEnvironment(COMPONENT, 'production', version, date())
    await push(PRODUCTION)
    await delivery.idle()
    delivery.stop()
    const [pushed] = pushes
    if (!pushed) throw new Error(`The move to ${version} made no push event`)
    const run = await guard(pushed, more)
    expectDecision(run, decision)
    return run
  }
  const stage = {
    ...{ github, repository, service, serviceFolder, edgit, remote, push, root, token },
    /** Commits what makes this share of the requests fail (percent), and tags it as a version. */
    release: async (version: string, errorPercent: number): Promise<void> => {
      await edgit.commit({ errors: `${errorPercent}\n`, version: `${version}\n` }, `feat: ${version}`, date())
      await edgit.createVersion(COMPONENT, version, date())
      await push('main', `refs/tags/${COMPONENT}/${version}`)
    },
    guardMoveTo,
    close: async (): Promise<void> => {
      await service.close()
      await github.close()
      rmSync(root, { recursive: true, force: true })
      if (github.violations.length > 0) throw new Error(`The local GitHub objects:\n${github.violations.join('\n')}`)
    },
  }
  await stage.release('v1.0.0', 0)
  await guardMoveTo('v1.0.0', 'kept', UNWATCHED)
  return stage
}
