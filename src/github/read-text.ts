import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'

const TEXT_QUERY = `
query TagbackText($owner: String!, $name: String!, $file: String!) {
  repository(owner: $owner, name: $name) { object(expression: $file) { ... on Blob { text isTruncated } } }
}`

/**
 * A file of the default branch; `null` when it is not there.
 *
 * @throws when GitHub cannot be asked, or the file is no text, or too long
 */
export async function readTextOf(
  client: Client,
  { owner, name }: RepositoryAddress,
  path: string,
): Promise<string | null> {
  const answer = await client
    .graphql<{ repository: { object: { text?: string | null; isTruncated?: boolean } | null } | null }>(TEXT_QUERY, {
      ...{ owner, name, file: `HEAD:${path}` },
    })
    .catch((error: unknown) => {
      throw new Error(explainReadFailure(error), { cause: error })
    })
  const file = answer.repository?.object
  if (!file) return null
  if (typeof file.text !== 'string') throw new Error(`${path}: expected a text file`)
  // What is left of a cut-off YAML file may be valid, and name less.
  if (file.isTruncated)
    throw new Error(
      `${path}: GitHub only hands out 512 KB of it: check it out in a step before, and it is read from there`,
    )
  return file.text
}
