import { parseCommit } from '../git-objects.ts'
import { nodeId } from '../local-state.ts'
import { listRefs, type Ref } from '../refs.ts'
import { connection, type PageArguments } from './connection.ts'
import { readGitObject } from './git-object-source.ts'
import type { RepositoryScope, Source } from './source.ts'

export type RefsArguments = PageArguments & {
  refPrefix: string
  query?: string
  orderBy?: { field: 'ALPHABETICAL' | 'TAG_COMMIT_DATE'; direction: 'ASC' | 'DESC' }
}

export const refSource = (scope: RepositoryScope, ref: Ref, prefix: string): Source => ({
  __typename: 'Ref',
  id: nodeId('Ref', `${scope.repository.id}:${ref.name}`),
  name: ref.name.slice(prefix.length),
  prefix,
  target: () => readGitObject(scope, ref.oid),
})

/** `refs/heads/` of `refs/heads/main`: what `Repository.ref` and `defaultBranchRef` give as prefix. */
export const namespaceOf = (name: string): string => name.split('/').slice(0, 2).join('/').concat('/')

const withDate = async ({ repository }: RepositoryScope, ref: Ref): Promise<{ ref: Ref; seconds: number }> => {
  const commit = await repository.objects.read(`${ref.oid}^{commit}`)
  return { ref, seconds: commit === null ? 0 : parseCommit(commit.body).committer.seconds }
}

/** Lists only what is under the prefix, so that a narrow question stays quick among very many tags. */
export const refsConnection = async (scope: RepositoryScope, args: RefsArguments): Promise<Source> => {
  const { refPrefix: prefix, query, orderBy } = args
  let refs = await listRefs(scope.repository, prefix)
  if (query !== undefined) {
    const wanted = query.toLowerCase()
    refs = refs.filter(({ name }) => name.slice(prefix.length).toLowerCase().includes(wanted))
  }
  if (orderBy?.field === 'TAG_COMMIT_DATE') {
    const dated = await Promise.all(refs.map((ref) => withDate(scope, ref)))
    refs = dated.sort((a, b) => a.seconds - b.seconds).map(({ ref }) => ref)
  }
  if (orderBy?.direction === 'DESC') refs.reverse()
  return connection('Ref', 'refs', refs, args, (ref) => refSource(scope, ref, prefix))
}
