import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createEdgit, type Edgit } from '../../testing/github/edgit-tags.ts'
import type { LocalGitHub, RepositoryHandle } from '../../testing/github/local-github.ts'
import { git } from '../../testing/github/run-git.ts'

export type Checkout = {
  repository: RepositoryHandle
  edgit: Edgit
  /** With the token of the person who pushes. */
  cloneUrl: string
  /** Pushes as that person: `git push --force origin REFS`. */
  push(...refs: string[]): Promise<void>
}

const PERSON = 'ada'

/** Makes a repository on the local GitHub and a clone of it, with these files on the default branch: the workflow. */
export const setUpRepository = async (
  github: LocalGitHub,
  directory: string,
  files: Record<string, string>,
): Promise<Checkout> => {
  const repository = await github.createRepository({ owner: 'acme', name: 'invoices' })
  const token = github.createToken({ kind: 'user', login: PERSON, permissions: { contents: 'write' } })
  const cloneUrl = repository.cloneUrlWithToken(token)
  const workTree = join(directory, 'invoices')
  await mkdir(workTree)
  const edgit = await createEdgit(workTree)
  await git(workTree, ['remote', 'add', 'origin', cloneUrl])
  const push = async (...refs: string[]): Promise<void> => {
    // A proxy of this machine has nothing to do with what never leaves it.
    await git(workTree, ['-c', 'http.proxy=', 'push', '--quiet', '--force', 'origin', ...refs])
  }
  await edgit.commit(files, 'Guard production', new Date().toISOString())
  await push('main')
  return { repository, edgit, cloneUrl, push }
}
