import type { Backup } from '../flows/restore/restore-ports.ts'
import type { ObjectId } from '../tags/git-object.ts'
import { type Client, REQUEST_TIMEOUT, type RepositoryAddress, WRITE_ONCE } from './client.ts'

const PREFIX = 'refs/tags/'

/** All tags whose names begin with `backup-`, in the order of their names. @throws when GitHub cannot be asked */
export async function listBackups(client: Client, { owner, name }: RepositoryAddress): Promise<Backup[]> {
  const { data } = await client.rest.git.listMatchingRefs({ owner, repo: name, ref: 'tags/backup-' })
  return data
    .map(({ ref, object }) => ({ tag: ref.slice(PREFIX.length), object: object.sha }))
    .toSorted((a, b) => (a.tag < b.tag ? -1 : 1))
}

const TIP_QUERY = `
query TagbackTip($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { defaultBranchRef { target { oid } } }
}`

/**
 * Makes an annotated tag object on the tip of the default branch. GitHub makes no ref for it: the object can be put in
 * place together with other moves, or not at all.
 *
 * @throws when GitHub does not make it
 */
export async function makeTagObject(
  client: Client,
  { owner, name }: RepositoryAddress,
  tag: string,
  message: string,
): Promise<ObjectId> {
  const tip = await client.graphql<{ repository: { defaultBranchRef: { target: { oid: string } } | null } | null }>(
    TIP_QUERY,
    { owner, name },
  )
  const commit = tip.repository?.defaultBranchRef?.target.oid
  if (commit === undefined) throw new Error('the repository has no default branch')
  const { data } = await client.rest.git.createTag({
    ...{ owner, repo: name, tag, message, object: commit, type: 'commit' },
    request: { ...WRITE_ONCE, signal: AbortSignal.timeout(REQUEST_TIMEOUT) },
  })
  return data.sha
}
