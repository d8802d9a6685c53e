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
import { PASTS, type Past, type PastName, type Place, tagOf } from './places.ts'

export const PERMISSIONS = { contents: 'write', deployments: 'write', issues: 'write', actions: 'read' } as const
const ACTION = join(import.meta.dirname, '../../action.yml')

/** What a case begins with is copied from here. */
export type Template = Past & {
  root: string
  /** A bare repository. */
  gitDir: string
  /** What the service serves. */
  service: string
  /** A clone with all versions. */
  workTree: string
  deployments: readonly DeploymentRecord[]
}

export type Templates = Record<PastName, Template> & { remove(): void }

let minutes = 0
/** No two tag objects are alike. */
export const nextDate = (): string =>
  new Date(Date.parse('2026-11-20T09:00:00Z') + ++minutes * 60_000).toISOString().replace('.000', '')

export async function createTemplates(): Promise<Templates> {
  const [components, rings] = await Promise.all([createTemplate(PASTS.components), createTemplate(PASTS.rings)])
  const remove = (): void => {
    for (const { root } of [components, rings]) rmSync(root, { recursive: true })
  }
  return { components, rings, remove }
}

/** Builds the past with the real action: guards that kept v1.1.0. */
async function createTemplate(past: Past): Promise<Template> {
  const { places, pushed, releases, config } = past
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
  const components = [...new Set(places.map(({ component }) => component))]
  for (const [version, errors] of Object.entries(releases)) {
    const content = [version, ...Object.entries(errors).map(([name, percent]) => `${name}: ${percent}%`), ''].join('\n')
    const files = { 'prompts/extraction.md': content, 'tools/search.md': content }
    const configured = config === undefined ? files : { ...files, '.github/tagback.yml': config }
    await edgit.commit(configured, `feat: ${version}`, nextDate())
    for (const component of components) await edgit.createVersion(component, version, nextDate())
    await push('main', ...components.map((component) => `refs/tags/${component}/${version}`))
  }
  const move = async (version: string, moved: readonly Place[]): Promise<void> => {
    for (const { component, environment } of moved)
      await edgit.setEnvironment(component, environment, version, nextDate())
    await push(...moved.map(tagOf))
  }
  await move('v1.0.0', places)
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
      inputs: { ...caseInputs(service.url), ...past.inputs?.(service.url) },
      env: { SERVICE: folder },
    })
    results.push(result)
  })
  await move('v1.1.0', pushed)
  await delivery.idle()
  delivery.stop()
  const failed = results.find(({ outputs }) => outputs.reason !== 'healthy')
  if (failed || results.length !== pushed.length) throw new Error(`v1.1.0 was not kept as healthy:\n${failed?.log}`)
  const gitDir = join(root, 'repository.git')
  cpSync(repository.gitDir, gitDir, { recursive: true })
  await service.close()
  await github.close()
  const { deployments } = repository
  return { ...past, root, gitDir, service: folder, workTree: edgit.workTree, deployments }
}
