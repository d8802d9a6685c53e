import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectId } from '../tags/git-object.ts'
import { checkOutCommit } from './check-out-commit.ts'
import { fetchCommits } from './fetch-commits.ts'
import { gitEnvironment } from './git-environment.ts'
import { releasePaths } from './release-paths.ts'
import { gitIn } from './run-git.ts'

export type CheckOutOrder = {
  /** `https://github.com` */
  serverUrl: string
  /** `owner/name` */
  repository: string
  token: string
  commits: readonly ObjectId[]
  /** Where the directories of the releases are made. Exists. */
  directory: string
  /** Limits what is fetched and written; relative to the root of the repository. */
  paths?: readonly string[]
  /** The environment of this process: git gets the few variables of it that it needs. */
  parentEnvironment: Readonly<Record<string, string | undefined>>
  /** For each call of git. */
  timeoutSeconds: number
}

/**
 * Puts the files of each commit into a plain directory of its own: no `.git`, no link to a repository. Answers with
 * the absolute path of each.
 *
 * @throws when a commit or path is missing, a symbolic link leads out of its release, or git fails. No message holds
 *   the token.
 */
export const checkOutReleases = async (order: CheckOutOrder): Promise<ReadonlyMap<ObjectId, string>> => {
  const commits = [...new Set(order.commits)]
  if (commits.length === 0) return new Map()
  const wrong = commits.find((commit) => !/^[0-9a-f]{40}$/.test(commit))
  if (wrong !== undefined)
    throw new Error(`${JSON.stringify(wrong)} is not a commit id: expected 40 hexadecimal digits.`)
  const paths = releasePaths(order.paths ?? [])
  const serverUrl = checkServer(order.serverUrl)
  const url = `${serverUrl}/${checkRepository(order.repository)}.git`

  const scratch = await mkdtemp(join(order.directory, 'git-'))
  try {
    const [home, repository] = [join(scratch, 'home'), join(scratch, 'repository')]
    await Promise.all([mkdir(home), mkdir(repository)])
    const env = gitEnvironment({ parent: order.parentEnvironment, home, serverUrl, token: order.token })
    const git = gitIn({
      cwd: repository,
      env: { ...env, GIT_DIR: repository },
      timeoutSeconds: order.timeoutSeconds,
      secrets: [order.token, Buffer.from(`x-access-token:${order.token}`).toString('base64')],
    })
    await git(['init', '--quiet', '--bare', '--template='])
    await fetchCommits({ git, url, commits, withoutContents: paths.length > 0 })
    const directories = new Map<ObjectId, string>()
    for (const commit of commits) {
      const directory = join(order.directory, commit)
      await checkOutCommit({ git, commit, directory, paths, indexFile: join(scratch, `index-${commit}`) })
      directories.set(commit, directory)
    }
    return directories
  } finally {
    // On Windows a file is held for a moment by whatever looks at new files.
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}

const checkServer = (serverUrl: string): string => {
  const url = URL.canParse(serverUrl) ? new URL(serverUrl) : undefined
  if (url === undefined || !['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw new Error(`The server's address is not usable: expected something like https://github.com without a user.`)
  }
  return serverUrl.replace(/\/+$/, '')
}

const checkRepository = (repository: string): string => {
  if (!/^[\w-][\w.-]*\/[\w.-]*[\w-][\w.-]*$/.test(repository)) {
    throw new Error(`${JSON.stringify(repository)} is not a repository: expected owner/name.`)
  }
  return repository
}
