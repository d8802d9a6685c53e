import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRepository } from '../../src/github/create-repository.ts'
import { createEdgit } from '../../testing/github/edgit-tags.ts'
import { git } from '../../testing/github/run-git.ts'
import { startLocalGitHub } from '../../testing/github/start-local-github.ts'
import type { TokenRequest } from '../../testing/github/tokens.ts'

export const COMPONENT = 'components/prompts/extraction'
export const PRODUCTION = `refs/tags/${COMPONENT}/production`

const PERMISSIONS = { contents: 'write', deployments: 'write' } as const

/** A local GitHub with v1.0.0 and v1.1.0, and production moved from the one to the other. */
export async function createFixture(token: Partial<TokenRequest> = {}) {
  const github = await startLocalGitHub()
  const repository = await github.createRepository({ owner: 'octo', name: 'prompts' })
  const folder = await mkdtemp(join(tmpdir(), 'tagback-fixture-'))
  const edgit = await createEdgit(join(folder, 'clone'))
  const person = github.createToken({ kind: 'user', login: 'ada', permissions: PERMISSIONS })
  const push = (...refs: string[]) =>
    git(edgit.workTree, ['push', '--quiet', '--force', repository.cloneUrlWithToken(person), ...refs])

  await edgit.commit({ 'prompts/extraction.md': 'v1\n' }, 'feat: v1', '2026-11-20T09:00:00Z')
  const v1 = await edgit.createVersion(COMPONENT, 'v1.0.0', '2026-11-20T09:00:00Z')
  const commit = await edgit.commit({ 'prompts/extraction.md': 'v1.1\n' }, 'feat: v1.1', '2026-11-20T09:10:00Z')
  const v11 = await edgit.createVersion(COMPONENT, 'v1.1.0', '2026-11-20T09:11:00Z')
  const before = await edgit.setEnvironment(COMPONENT, 'production', 'v1.0.0', '2026-11-20T09:12:00Z')
  await push('main', `refs/tags/${COMPONENT}/v1.0.0`, `refs/tags/${COMPONENT}/v1.1.0`, PRODUCTION)
  const after = await edgit.setEnvironment(COMPONENT, 'production', 'v1.1.0', '2026-11-20T09:20:00Z')
  await push(PRODUCTION)

  const value = github.createToken({ kind: 'app', permissions: PERMISSIONS, ...token })
  const address = { owner: 'octo', name: 'prompts', serverUrl: github.url, apiUrl: github.apiUrl }
  github.clearRequests()
  return {
    ...{ github, repository, edgit, push, commit, v1, v11, before, after, token: value, address },
    port: await createRepository({ address, token: value, fetch, logUrl: `${github.url}/octo/prompts/actions/runs/1` }),
    production: async () => (await repository.refs()).get(PRODUCTION),
    close: async () => {
      await github.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type Fixture = Awaited<ReturnType<typeof createFixture>>
