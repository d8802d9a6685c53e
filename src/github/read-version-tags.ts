import { isVersion } from '../tags/version.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { endOfChain, type GitObjectAnswer, gitObjectFields } from './graphql-git-object.ts'
import { VERSIONS_QUERY, type VersionsAnswer } from './guard-query.ts'

export const tagsOf = (component: string): string => `refs/tags/${component}/`

/** Refs are named relative to the prefix that was asked for. What lies deeper belongs to somebody else. */
export const readVersions = (nodes: VersionsAnswer['nodes'], component: string): VersionTag[] =>
  nodes.flatMap(({ name, target }) => {
    const version = name.startsWith(`${component}/`) ? name.slice(component.length + 1) : name
    if (!target || !isVersion(version)) return []
    const end = endOfChain(target)
    return end.__typename === 'Commit' ? [{ version, object: target.oid, commit: end.oid }] : []
  })

/**
 * The version tags behind the first page, one request for each hundred.
 *
 * @throws when GitHub cannot be asked
 */
export async function readFurtherVersions(
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
  return [...readVersions(versions.nodes, component), ...further]
}

/**
 * The tags of these versions with one request, however many versions there are. One that is not there is left out.
 *
 * @throws when GitHub cannot be asked
 */
export async function readNamedVersions(
  client: Client,
  { owner, name }: RepositoryAddress,
  component: string,
  versions: readonly string[],
): Promise<VersionTag[]> {
  const refs = Object.fromEntries(versions.map((version, index) => [`ref${index}`, `${tagsOf(component)}${version}`]))
  const names = Object.keys(refs)
  const query = `
query TagbackVersionsByName($owner: String!, $name: String!, ${names.map((ref) => `$${ref}: String!`).join(', ')}) {
  repository(owner: $owner, name: $name) {
    ${names.map((ref) => `${ref}: ref(qualifiedName: $${ref}) { target { ${gitObjectFields('', 3)} } }`).join('\n    ')}
  }
}`
  const { repository } = await client.graphql<{
    repository: Record<string, { target: GitObjectAnswer | null } | null>
  }>(query, { owner, name, ...refs })
  const nodes = versions.map((version, index) => ({ name: version, target: repository[`ref${index}`]?.target ?? null }))
  return readVersions(nodes, component)
}
