import { isUtf8 } from 'node:buffer'
import {
  type Commit,
  type Person,
  parseCommit,
  parseTag,
  parseTree,
  type TreeEntry,
  utcTime,
  zonedTime,
} from '../git-objects.ts'
import { fullName } from '../local-repository.ts'
import { nodeId } from '../local-state.ts'
import type { RawObject } from '../object-reader.ts'
import { connection, PAGE_ARGUMENTS, type PageArguments } from './connection.ts'
import type { FieldWithArguments, RepositoryScope, Source } from './source.ts'

const actor = (person: Person): Source => ({
  __typename: 'GitActor',
  name: person.name,
  email: person.email,
  date: zonedTime(person),
  // No account of the local GitHub has an e-mail address.
  user: null,
})

const common = ({ state, repository }: RepositoryScope, typename: string, oid: string) => ({
  __typename: typename,
  id: nodeId(typename, `${repository.id}:${oid}`),
  oid,
  abbreviatedOid: oid.slice(0, 7),
  commitUrl: `${state.url}/${fullName(repository)}/commit/${oid}`,
})

const treeEntry = (scope: RepositoryScope, folder: string, entry: TreeEntry): Source => ({
  __typename: 'TreeEntry',
  name: entry.name,
  path: folder === '' ? entry.name : `${folder}/${entry.name}`,
  oid: entry.oid,
  type: entry.type,
  mode: Number.parseInt(entry.mode, 8),
  object: () => readGitObject(scope, entry.oid, folder === '' ? entry.name : `${folder}/${entry.name}`),
})

const findFile = async (scope: RepositoryScope, oid: string, path: string): Promise<Source | null> => {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
  const tree = await scope.repository.objects.read(`${oid}^{tree}:${folder}`)
  if (tree?.type !== 'tree') return null
  const found = parseTree(tree.body).find(({ name }) => name === path.slice(path.lastIndexOf('/') + 1))
  return found === undefined ? null : treeEntry(scope, folder, found)
}

const commitSource = (scope: RepositoryScope, oid: string, commit: Commit): Source => {
  const file: FieldWithArguments = {
    accepts: ['path'],
    resolve: ({ path }: { path: string }) => findFile(scope, oid, path),
  }
  const parents: FieldWithArguments = {
    accepts: PAGE_ARGUMENTS,
    resolve: (page: PageArguments) =>
      connection('Commit', 'parents', commit.parents, page, (parent) => readGitObject(scope, parent)),
  }
  return {
    ...common(scope, 'Commit', oid),
    url: `${scope.state.url}/${fullName(scope.repository)}/commit/${oid}`,
    committedDate: utcTime(commit.committer.seconds),
    authoredDate: utcTime(commit.author.seconds),
    message: commit.message,
    messageHeadline: commit.message.split('\n')[0] ?? '',
    author: actor(commit.author),
    committer: actor(commit.committer),
    tree: () => readGitObject(scope, commit.tree),
    file,
    parents,
  }
}

/** Bytes of a blob that GitHub puts into an answer; the rest is left out, and `isTruncated` says so. */
const MOST_TEXT = 512 * 1024

const showObject = (scope: RepositoryScope, { type, oid, body, size }: RawObject, folder: string): Source => {
  if (type === 'commit') return commitSource(scope, oid, parseCommit(body))
  if (type === 'tag') {
    const { name, message, tagger, object } = parseTag(body)
    const target = () => readGitObject(scope, object)
    return { ...common(scope, 'Tag', oid), name, message, tagger: tagger === null ? null : actor(tagger), target }
  }
  if (type === 'tree') {
    const entries = () => parseTree(body).map((entry) => treeEntry(scope, folder, entry))
    return { ...common(scope, 'Tree', oid), entries }
  }
  const isBinary = body.includes(0) || !isUtf8(body)
  const isTruncated = size > MOST_TEXT
  const text = isBinary ? null : body.subarray(0, MOST_TEXT).toString()
  return { ...common(scope, 'Blob', oid), text, byteSize: size, isBinary, isTruncated }
}

/** The object that an expression of `git rev-parse` names; `null` when there is none. `folder` is where a tree stands. */
export const readGitObject = async (
  scope: RepositoryScope,
  expression: string,
  folder = '',
): Promise<Source | null> => {
  const object = await scope.repository.objects.read(expression)
  return object === null ? null : showObject(scope, object, folder)
}
