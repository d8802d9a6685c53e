import type { Client, RepositoryAddress } from './client.ts'

const CONFIG_QUERY = `
query TagbackConfig($owner: String!, $name: String!, $yml: String!, $yaml: String!) {
  repository(owner: $owner, name: $name) {
    yml: object(expression: $yml) { ... on Blob { text } }
    yaml: object(expression: $yaml) { ... on Blob { text } }
  }
}`

type BlobAnswer = { text?: string | null } | null

/** The configuration file of a commit; `null` when it has none. */
export async function readConfigAt(
  client: Client,
  { owner, name }: RepositoryAddress,
  commit: string,
): Promise<{ file: string; text: string } | null> {
  const answer = await client.graphql<{ repository: { yml: BlobAnswer; yaml: BlobAnswer } | null }>(CONFIG_QUERY, {
    ...{ owner, name, yml: `${commit}:.github/tagback.yml`, yaml: `${commit}:.github/tagback.yaml` },
  })
  if (!answer.repository) throw new Error(`Repository ${owner}/${name} cannot be seen with this token`)
  return configOf(answer.repository)
}

/**
 * The one of the two files that counts: `.yml`, as in the documentation.
 *
 * @throws when it is there and holds no text
 */
export function configOf({ yml, yaml }: { yml: BlobAnswer; yaml: BlobAnswer }): { file: string; text: string } | null {
  const found = yml ?? yaml
  if (!found) return null
  const file = `.github/tagback.${yml ? 'yml' : 'yaml'}`
  if (typeof found.text !== 'string') throw new Error(`${file}: expected a text file`)
  return { file, text: found.text }
}
