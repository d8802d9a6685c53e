import type { Component } from '../tags/component.ts'
import { parseTag } from '../tags/parse-tag.ts'
import type { Client, RepositoryAddress } from './client.ts'

const TAGS_QUERY = `
query TagbackTags($owner: String!, $name: String!, $prefix: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    refs(refPrefix: $prefix, first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { name } }
  }
}`

/** Pages of a hundred tags that are read for each prefix. */
const MOST_PAGES = 100

type Page = { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: { name: string }[] }

/** All environment tags under the prefixes. `complete` is false when there are more tags than are read. */
export async function readEnvironmentTags(
  client: Client,
  { owner, name }: RepositoryAddress,
  prefixes: readonly string[],
): Promise<{ tags: { component: Component; environment: string }[]; complete: boolean }> {
  const tags: { component: Component; environment: string }[] = []
  let complete = true
  for (const prefix of prefixes) {
    let after: string | null = null
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer: { repository: { refs: Page } | null } = await client.graphql(TAGS_QUERY, {
        ...{ owner, name, after, prefix: `refs/tags/${prefix}/` },
      })
      if (!answer.repository) throw new Error(`Repository ${owner}/${name} cannot be seen with this token`)
      const { nodes, pageInfo } = answer.repository.refs
      for (const node of nodes) {
        const parsed = parseTag(`${prefix}/${node.name}`, [prefix])
        if (parsed.kind === 'environment') tags.push({ component: parsed.component, environment: parsed.environment })
      }
      after = pageInfo.endCursor
      if (!pageInfo.hasNextPage) break
      if (page === MOST_PAGES - 1) complete = false
    }
  }
  return { tags, complete }
}
