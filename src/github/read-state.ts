import type { RepositoryState, StateRequest } from '../flows/ports.ts'
import { recordEnvironment } from '../ledger/environment-name.ts'
import { ABSENT } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import { endOfChain, readGitObject } from './graphql-git-object.ts'
import { GUARD_QUERY, type GuardAnswer } from './guard-query.ts'
import { configOf } from './read-config-at.ts'
import { ACTIONS, loginOf, readRecords } from './read-records.ts'
import { readFurtherVersions, readNamedVersions, readVersions, tagsOf } from './read-version-tags.ts'
import { readWorkflows } from './read-workflows.ts'
import { withOwnStatuses } from './with-own-statuses.ts'

/** @throws when GitHub cannot be asked, the token is refused, or the repository cannot be seen with it. */
export async function readState(
  client: Client,
  address: RepositoryAddress,
  request: StateRequest,
  retries?: number,
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
      ...(retries === undefined ? {} : { request: { retries } }),
    })
    .catch((error: unknown) => {
      throw new Error(explainReadFailure(error), { cause: error })
    })
  const { repository } = answer
  if (!repository) throw new Error(`Repository ${owner}/${name} cannot be seen with this token`)
  const { versions, defaultBranchRef } = repository
  const config = configOf(repository)
  const actor = loginOf(answer.viewer.login)
  const creators = [actor, ACTIONS]
  const [records = []] = await withOwnStatuses(client, [repository.records.nodes])
  return {
    repositoryId: repository.id,
    actor,
    actionsToken: actor === ACTIONS,
    installationToken: actor !== ACTIONS && answer.viewer.login.endsWith('[bot]'),
    tokenExpiresAt: client.tokenExpiresAt(),
    tag: repository.tag?.target ? readGitObject(repository.tag.target) : null,
    before: repository.before ? readGitObject(repository.before) : null,
    versionTags: readVersions(versions.nodes, component.id),
    versionTagsNamed: async (names) =>
      versions.pageInfo.hasNextPage ? readNamedVersions(client, address, component.id, names) : [],
    moreVersionTags: () => readFurtherVersions(client, address, component.id, versions.pageInfo),
    ...readRecords(records, { component: component.id, environment, creators }),
    config: config && defaultBranchRef ? { ...config, commit: defaultBranchRef.target.oid } : null,
    workflows: {
      target: repository.before ? readWorkflows(endOfChain(repository.before)) : null,
      defaultBranch: readWorkflows(defaultBranchRef?.target ?? {}),
    },
  }
}
