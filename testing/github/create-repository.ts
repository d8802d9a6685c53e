import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeploymentRecord } from './deployment-record.ts'
import type { RepositoryHandle } from './local-github.ts'
import { fullName, type LocalRepository } from './local-repository.ts'
import { type LocalState, nodeId } from './local-state.ts'
import { createObjectReader } from './object-reader.ts'
import { installPushHook } from './push-hook.ts'
import { listRefs } from './refs.ts'
import { git } from './run-git.ts'

export type NewRepository = {
  owner: string
  name: string
  visibility?: 'public' | 'private'
  defaultBranch?: string
  copyOf?: RepositoryCopy
}

/** A bare repository, and the records that there were. What is copied gets ids of its own. */
type RepositoryCopy = { gitDir: string; deployments: readonly DeploymentRecord[] }

const SETTINGS = [
  ['http.receivepack', 'true'],
  ['uploadpack.allowFilter', 'true'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
  // Neither a clean-up nor a hidden prune may take away objects that a test still asks for.
  ['gc.auto', '0'],
  ['receive.autogc', 'false'],
] as const

const handleOf = (state: LocalState, repository: LocalRepository): RepositoryHandle => {
  const path = `/${fullName(repository)}.git`
  return {
    owner: repository.owner,
    name: repository.name,
    fullName: fullName(repository),
    gitDir: repository.gitDir,
    cloneUrl: `${state.url}${path}`,
    cloneUrlWithToken: (token) => `${state.url.replace('://', `://x-access-token:${token}@`)}${path}`,
    refs: async () => new Map((await listRefs(repository, 'refs/')).map(({ name, oid }) => [name, oid])),
    deployments: repository.deployments,
    issues: repository.issues,
    pullRequests: repository.pullRequests,
    allowActionsPullRequests: () => {
      repository.actionsOpenPullRequests = true
    },
    workflowRuns: repository.workflowRuns,
    disableWorkflow: (name) => void repository.disabledWorkflows.add(name),
    protect: (pattern, options) => {
      repository.protections.push({ pattern, bypass: options?.bypass ?? [] })
    },
    publishRelease: (tag) => {
      repository.immutableTags.add(tag)
    },
  }
}

/** Makes an empty bare repository under `root`. Throws when there is one of that name. */
export const createRepository = async (
  state: LocalState,
  root: string,
  { owner, name, visibility = 'private', defaultBranch = 'main', copyOf }: NewRepository,
): Promise<RepositoryHandle> => {
  const key = `${owner}/${name}`.toLowerCase()
  if (state.repositories.has(key)) throw new Error(`The repository ${owner}/${name} exists already.`)
  const gitDir = join(root, owner, `${name}.git`)
  await mkdir(gitDir, { recursive: true })
  await git(gitDir, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`])
  for (const [setting, value] of SETTINGS) await git(gitDir, ['config', setting, value])
  await installPushHook(gitDir)
  for (const part of copyOf ? ['objects', 'refs'] : []) {
    await cp(join(copyOf?.gitDir ?? '', part), join(gitDir, part), { recursive: true })
  }
  const id = state.nextId()
  const repository: LocalRepository = {
    id,
    nodeId: nodeId('Repository', id),
    owner,
    name,
    defaultBranch,
    visibility,
    gitDir,
    objects: createObjectReader(gitDir),
    protections: [],
    immutableTags: new Set(),
    deployments: (copyOf?.deployments ?? []).map((record) => renumbered(state, record)),
    issues: [],
    pullRequests: [],
    actionsOpenPullRequests: false,
    workflowRuns: [],
    disabledWorkflows: new Set(),
  }
  state.repositories.set(key, repository)
  return handleOf(state, repository)
}

const renumbered = (state: LocalState, record: DeploymentRecord): DeploymentRecord => ({
  ...structuredClone(record),
  id: state.nextId(),
  statuses: record.statuses.map((status) => ({ ...structuredClone(status), id: state.nextId() })),
})
