import type { ConfigText, RepositoryState, StateRequest } from '../flows/ports.ts'
import { recordEnvironment } from '../ledger/environment-name.ts'
import { ABSENT } from '../tags/git-object.ts'
import { isVersion } from '../tags/version.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
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
  const prefix = tagsOf(component.id)
  const { owner, name } = address
  const moved = before !== ABSENT
  const answer = await client
    .graphql<GuardAnswer>(GUARD_QUERY, {
      ...{ owner, name, ref, prefix, moved },
      environment: recordEnvironment(component, environment),
      before: moved ? before : null,
    })
    .catch((error: unknown) => {
      throw new Error(explainReadFailure(error), { cause: error })
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
    versionTags: readVersions(repository.versions, component.id),
    moreVersionTags: () => readFurtherVersions(client, address, component.id, repository.versions.pageInfo),
    records: readRecords(repository.records.nodes, { component: component.id, environment, creators }),
    config: readConfig(repository),
    workflows: {
      target: repository.before ? readWorkflows(endOfChain(repository.before)) : null,
      defaultBranch: readWorkflows(repository.defaultBranchRef?.target ?? {}),
    },
  }
}

/** The name with `.yml` wins, as in the documentation. */
function readConfig({ yml, yaml, defaultBranchRef }: NonNullable<GuardAnswer['repository']>): ConfigText | null {
  const found = yml ?? yaml
  if (!found || !defaultBranchRef) return null
  const file = `.github/tagback.${yml ? 'yml' : 'yaml'}`
  if (typeof found.text !== 'string') throw new Error(`${file} on the default branch: expected a text file`)
  return { file, text: found.text, commit: defaultBranchRef.target.oid }
}

const tagsOf = (component: string): string => `refs/tags/${component}/`

/** Refs are named relative to the prefix that was asked for. What lies deeper belongs to somebody else. */
const readVersions = (answer: VersionsAnswer, component: string): VersionTag[] =>
  answer.nodes.flatMap(({ name, target }) => {
    const version = name.startsWith(`${component}/`) ? name.slice(component.length + 1) : name
    if (!target || !isVersion(version)) return []
    const end = endOfChain(target)
    return end.__typename === 'Commit' ? [{ version, object: target.oid, commit: end.oid }] : []
  })

async function readFurtherVersions(
  client: Client,
  address: RepositoryAddress,
  component: string,
  page: VersionsAnswer['pageInfo'],
): Promise<VersionTag[]> {
  if (!page.hasNextPage || page.endCursor === null) return []
  const { owner, name } = address
  const answer = await client.graphql<{ repository: { versions: VersionsAnswer } }>(VERSIONS_QUERY, {
    ...{ owner, name, prefix: tagsOf(component) },
    after: page.endCursor,
  })
  const { versions } = answer.repository
  const further = await readFurtherVersions(client, address, component, versions.pageInfo)
  return [...readVersions(versions, component), ...further]
}
