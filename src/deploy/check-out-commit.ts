import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { collidingNames } from './colliding-names.ts'
import { escapingLinks } from './escaping-links.ts'
import type { Git } from './run-git.ts'

export type CheckOutCommit = {
  git: Git
  commit: string
  /** Made here; must not exist. */
  directory: string
  /** As releasePaths answers them; empty means all files. */
  paths: readonly string[]
  /** A file that does not exist, for git's index. */
  indexFile: string
  /** Whether its file system takes `A` and `a` for the same name, as those of Windows and macOS do. */
  foldsCase?: (directory: string) => boolean
}

/**
 * Writes the files of a fetched commit into a new, plain directory: all of them, `export-ignore` or not, as an
 * ordinary checkout would, with submodules as empty directories and LFS files as pointers. When a path is missing, a
 * link leads out of the directory, or two files would become one, nothing is left of it.
 */
export const checkOutCommit = async ({
  git,
  commit,
  directory,
  paths,
  indexFile,
  foldsCase = foldsCaseAt,
}: CheckOutCommit): Promise<void> => {
  const env = { GIT_INDEX_FILE: indexFile, GIT_WORK_TREE: directory }
  const tree = paths.length === 0 ? commit : await treeOf(git, commit, paths, `${indexFile}-paths`)
  await mkdir(directory)
  try {
    if (foldsCase(directory)) await refuseCollisions(git, commit, tree)
    // Unlike `git checkout <commit> -- <paths>` this fetches the contents that are missing all at once.
    await git(['read-tree', '--reset', '-u', tree], { env })
    const [escaping] = await escapingLinks(directory)
    if (escaping !== undefined) {
      throw new Error(
        `The commit ${commit} holds the symbolic link ${JSON.stringify(escaping.link)}, which leads out of the ` +
          `release: ${JSON.stringify(escaping.target)}. Links inside the release are fine; replace this one.`,
      )
    }
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

/** `directory` exists, and has letters in its name. */
const foldsCaseAt = (directory: string): boolean =>
  existsSync(directory.toUpperCase()) && existsSync(directory.toLowerCase())

const refuseCollisions = async (git: Git, commit: string, tree: string): Promise<void> => {
  const [collision] = collidingNames(namesIn(await git(['ls-tree', '-r', '-z', '--full-tree', tree])))
  if (collision === undefined) return
  const [one, other] = collision.map((name) => JSON.stringify(name))
  throw new Error(
    `The commit ${commit} holds ${one} and ${other}, which are one file on this runner: its file system does not tell ` +
      'upper case from lower case. Rename one of them, limit `paths` to others, or use a runner with Linux.',
  )
}

/** @param listing of `git ls-tree -z` */
const namesIn = (listing: Buffer): string[] =>
  listing
    .toString()
    .split('\0')
    .map((entry) => entry.slice(entry.indexOf('\t') + 1))

/** The id of a tree that holds nothing but these paths of the commit. */
const treeOf = async (git: Git, commit: string, paths: readonly string[], indexFile: string): Promise<string> => {
  const listing = await git(['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths])
  const names = namesIn(listing)
  const missing = paths.filter((path) => !names.some((name) => name === path || name.startsWith(`${path}/`)))
  if (missing.length > 0) {
    throw new Error(
      `The commit ${commit} has no ${missing.map((path) => JSON.stringify(path)).join(' and no ')}. ` +
        'Expected every path that the release is limited to in each commit; correct the paths, or choose another version.',
    )
  }
  const env = { GIT_INDEX_FILE: indexFile }
  await git(['update-index', '-z', '--index-info'], { env, input: listing })
  // Without contents, writing the tree must not ask for them.
  return (await git(['write-tree', '--missing-ok'], { env })).toString().trim()
}
