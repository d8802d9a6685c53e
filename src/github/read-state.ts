import type { RepositoryState, StateRequest } from '../flows/ports.ts'
import { recordEnvironment } from '../ledger/environment-name.ts'
import { ABSENT } from '../tags/git-object.ts'
import { isVersion } from '../tags/version.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { endOfChain, readGitObject } from './graphql-git-object.ts'
import { GUARD_QUERY, type GuardAnswer, VERSIONS_QUERY, type VersionsAnswer } from './guard-query.ts'
import { loginOf, readRecords } from './read-records.ts'
import { readWorkflows } from './read-workflows.ts'

/** Login of the token that a workflow gets by itself. */
const ACTIONS = 'github-actions'

/** @throws when GitHub cannot be asked, the token is refused, or the repository cannot be seen with it. */
export async function readState(
  client: Client,
  address: RepositoryAddress,
  request: StateRequest,
): Promise<RepositoryState> {
  const { component, environment, ref, before } = request
  const prefix = `refs/tags/${component.id}/`
  const { owner, name } = address
  const moved = before !== ABSENT
  const answer = await client.graphql<GuardAnswer>(GUARD_QUERY, {
    ...{ owner, name, ref, prefix, moved },
    environment: recordEnvironment(component, environment),
    before: moved ? before : null,
  })
  const { repository } = answer
  if (!repository) throw new Error(`Repository ${owner}/${name} cannot be seen with this token`)
  const actor = loginOf(answer.viewer.login)
  const creators = [actor, ACTIONS]
  return {
    repositoryId: repository.id,
    actor,
    actionsToken: actor === ACTIONS,
    installationToken: actor !== ACTIONS && answer.viewer.login.endsWith('[bot]'),
    tokenExpiresAt: client.tokenExpiresAt(),
    tag: repository.tag?.target ? readGitObject(repository.tag.target) : null,
    before: repository.before ? readGitObject(repository.before) : null,
    versionTags: readVersions(repository.versions),
    moreVersionTags: () => readFurtherVersions(client, address, prefix, repository.versions.pageInfo),
    records: readRecords(repository.records.nodes, { component: component.id, environment, creators }),
    workflows: {
      target: repository.before ? readWorkflows(endOfChain(repository.before)) : null,
      defaultBranch: readWorkflows(repository.defaultBranchRef?.target ?? {}),
    },
  }
}

const readVersions = (answer: VersionsAnswer): VersionTag[] =>
  answer.nodes.flatMap(({ name, target }) => {
    const version = name.split('/').at(-1) ?? ''
    if (!target || !isVersion(version)) return []
    const end = endOfChain(target)
    return end.__typename === 'Commit' ? [{ version, object: target.oid, commit: end.oid }] : []
  })

async function readFurtherVersions(
  client: Client,
  address: RepositoryAddress,
  prefix: string,
  page: VersionsAnswer['pageInfo'],
): Promise<VersionTag[]> {
  if (!page.hasNextPage || page.endCursor === null) return []
  const { owner, name } = address
  const answer = await client.graphql<{ repository: { versions: VersionsAnswer } }>(VERSIONS_QUERY, {
    ...{ owner, name, prefix },
    after: page.endCursor,
  })
  const { versions } = answer.repository
  return [...readVersions(versions), ...(await readFurtherVersions(client, address, prefix, versions.pageInfo))]
}
