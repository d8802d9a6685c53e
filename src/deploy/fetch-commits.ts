import { type Git, GitError } from './run-git.ts'

export type FetchOrder = {
  git: Git
  /** Without credentials. */
  url: string
  commits: readonly string[]
  /** Leaves the contents of files on the server until they are asked for. */
  withoutContents: boolean
}

/**
 * Fetches commits, without their history, into the repository that `git` runs in.
 *
 * @throws when the server does not have one of them, does not let this token read, or cannot be reached
 */
export const fetchCommits = async ({ git, url, commits, withoutContents }: FetchOrder): Promise<void> => {
  await git(['config', 'remote.origin.url', url])
  if (withoutContents) {
    await git(['config', 'remote.origin.promisor', 'true'])
    await git(['config', 'remote.origin.partialclonefilter', 'blob:none'])
  }
  const filter = withoutContents ? ['--filter=blob:none'] : []
  try {
    await git(['fetch', '--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', ...filter, 'origin', ...commits])
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    throw new Error(`${reasonOf(error.message, url, commits)}\n${error.message}`, { cause: error })
  }
  for (const commit of commits) {
    const type = (await git(['cat-file', '-t', commit])).toString().trim()
    if (type !== 'commit') throw new Error(`${commit} in ${url} is a ${type}; expected a commit.`)
  }
}

const reasonOf = (message: string, url: string, commits: readonly string[]): string => {
  const missing = commits.find((commit) => message.includes(`not our ref ${commit}`))
  if (missing !== undefined) {
    return (
      `The server does not have the commit ${missing} in ${url}: it was removed, or never pushed. ` +
      'Push it again, or choose another version.'
    )
  }
  if (/Authentication failed|could not read Username|requested URL returned error: 40[13]/.test(message)) {
    return `The server refused to let this token read ${url}. The token needs \`contents: read\` there.`
  }
  if (/not found|requested URL returned error: 404/i.test(message)) {
    return `The server has no repository ${url}, or this token may not see it (\`contents: read\`).`
  }
  return `The files of ${commits.join(', ')} could not be fetched from ${url}.`
}
