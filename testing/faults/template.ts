import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeploymentRecord } from '../github/deployment-record.ts'
import { createEdgit } from '../github/edgit-tags.ts'
import { git } from '../github/run-git.ts'
import { startLocalGitHub } from '../github/start-local-github.ts'
import { deliverTagPushes } from '../runner/deliver-tag-pushes.ts'
import { type ActionResult, runAction } from '../runner/start-action.ts'
import { caseInputs } from './case-inputs.ts'
import { startCaseService } from './case-service.ts'

export const COMPONENTS = ['components/prompts/extraction', 'components/tools/search'] as const
export type ComponentId = (typeof COMPONENTS)[number]
/** The one that flows of one component are about. */
export const COMPONENT = COMPONENTS[0]
export const productionOf = (component: ComponentId): string => `refs/tags/${component}/production`
export const PERMISSIONS = { contents: 'write', deployments: 'write', issues: 'write' } as const
const ACTION = join(import.meta.dirname, '../../action.yml')

/** v1.1.0 of each component is live and known good; what a case begins with is copied from here. */
export type Template = {
  root: string
  /** A bare repository. */
  gitDir: string
  /** What the service serves. */
  service: string
  /** A clone with all versions. */
  workTree: string
  deployments: readonly DeploymentRecord[]
  remove(): void
}

/** Errors in a hundred requests. */
const RELEASES = { 'v1.0.0': 0, 'v1.1.0': 0, 'v1.2.0': 30, 'v1.3.0': 0 } as const
export const BAD = ['v1.2.0']

let minutes = 0
/** No two tag objects are alike. */
export const nextDate = (): string =>
  new Date(Date.parse('2026-11-20T09:00:00Z') + ++minutes * 60_000).toISOString().replace('.000', '')

/** Builds the past of all cases with the real action: guards that kept v1.1.0. */
export async function createTemplate(): Promise<Template> {
  const root = mkdtempSync(join(tmpdir(), 'tagback-faults-'))
  const github = await startLocalGitHub()
  const repository = await github.createRepository({ owner: 'octo', name: 'prompts' })
  const edgit = await createEdgit(join(root, 'clone'))
  const folder = join(root, 'service')
  mkdirSync(folder)
  const service = await startCaseService(folder)
  const remote = repository.cloneUrlWithToken(
    github.createToken({ kind: 'user', login: 'ada', permissions: PERMISSIONS }),
  )
  const push = (...refs: string[]) => git(edgit.workTree, ['push', '--quiet', '--force', remote, ...refs])
  for (const [version, errors] of Object.entries(RELEASES)) {
    const content = `${version}\nerrors: ${errors}%\n`
    await edgit.commit({ 'prompts/extraction.md': content, 'tools/search.md': content }, `feat: ${version}`, nextDate())
    for (const component of COMPONENTS) await edgit.createVersion(component, version, nextDate())
    await push('main', ...COMPONENTS.map((component) => `refs/tags/${component}/${version}`))
  }
  const moveAll = async (version: string): Promise<void> => {
    for (const component of COMPONENTS) await edgit.setEnvironment(component, 'production', version, nextDate())
    await push(...COMPONENTS.map(productionOf))
  }
  await moveAll('v1.0.0')
  const results: ActionResult[] = []
  const delivery = deliverTagPushes(github, repository.fullName, async ({ event, ref, sha }) => {
    const result = await runAction({
      ...{
        action: ACTION,
        github,
        repository: repository.fullName,
        sha,
        ref,
        event,
        actor: 'ada',
        runId: 100 + results.length,
      },
      token: github.createToken({ kind: 'actions', permissions: PERMISSIONS }),
      inputs: caseInputs(service.url),
      env: { SERVICE: folder },
    })
    results.push(result)
  })
  await moveAll('v1.1.0')
  await delivery.idle()
  delivery.stop()
  const failed = results.find(({ outputs }) => outputs.reason !== 'healthy')
  if (failed || results.length !== COMPONENTS.length) throw new Error(`v1.1.0 was not kept as healthy:\n${failed?.log}`)
  const gitDir = join(root, 'repository.git')
  cpSync(repository.gitDir, gitDir, { recursive: true })
  await service.close()
  await github.close()
  const { deployments } = repository
  return {
    root,
    gitDir,
    service: folder,
    workTree: edgit.workTree,
    deployments,
    remove: () => rmSync(root, { recursive: true }),
  }
}
