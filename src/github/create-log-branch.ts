import type {
  LogBranch,
  LogCommit,
  LogPlaces,
  LogPullRequest,
  LogWrite,
  Tip,
} from '../flows/history/log-branch-ports.ts'
import { messageOf } from '../message-of.ts'
import { type Client, createClient, type RepositoryAddress, WRITE_ONCE } from './client.ts'
import { explainLogFailure, type LogStep } from './explain-log-failure.ts'
import { isPassing, statusOf, wasAnswered } from './request-error.ts'

type Target = { oid: string; tree?: { oid: string } } | null
type TipsAnswer = {
  repository: { defaultBranchRef: { name: string; target: Target } | null; ref: { target: Target } | null } | null
}
type FileAnswer = { text?: string | null; isTruncated?: boolean } | null

const TIPS_QUERY = `
query TagbackLogTips($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name target { oid ... on Commit { tree { oid } } } }
    ref(qualifiedName: $ref) { target { oid ... on Commit { tree { oid } } } }
  }
}`

/** By commit, so that what is read is what the next commit has as its parent. */
const FILES_QUERY = `
query TagbackLogFiles($owner: String!, $name: String!, $default: String!, $branch: String!) {
  repository(owner: $owner, name: $name) {
    default: object(expression: $default) { ... on Blob { text isTruncated } }
    branch: object(expression: $branch) { ... on Blob { text isTruncated } }
  }
}`

/**
 * A branch of the repository, by GitHub's Git database: the commit is made first, then the branch is created or moved
 * forward to it, never by force. So a run that is killed leaves a branch with the whole commit, or as it was.
 *
 * @param branch without `refs/heads/`
 * @param file the log, from the root of the repository, with `/`
 */
export async function createLogBranch(
  { address, token }: { address: RepositoryAddress; token: string },
  { branch, file }: { branch: string; file: string },
): Promise<LogBranch> {
  const client = await createClient(address, token)
  const { owner, name } = address
  const where = { owner, repo: name }
  const once = () => ({ request: { ...WRITE_ONCE } })
  const explain =
    (step: LogStep) =>
    (error: unknown): never => {
      throw new Error(explainLogFailure(error, step, branch), { cause: error })
    }

  const readPlaces = async (): Promise<LogPlaces> => {
    const tips = await client.graphql<TipsAnswer>(TIPS_QUERY, { owner, name, ref: `refs/heads/${branch}` })
    const { defaultBranchRef: main, ref } = tips.repository ?? {}
    if (!main?.target) throw new Error('the repository has no commit on its default branch')
    if (main.name === branch) {
      throw new Error(`Input pull-request-branch: ${branch} is the default branch, expected another one or a new one`)
    }
    const commit = ref?.target?.oid ?? main.target.oid
    const files = await client.graphql<{ repository: { default: FileAnswer; branch: FileAnswer } | null }>(
      FILES_QUERY,
      {
        ...{ owner, name, default: `${main.target.oid}:${file}`, branch: `${commit}:${file}` },
      },
    )
    return {
      defaultBranch: main.name,
      defaultTip: tipOf(main.target, textOf(files.repository?.default, `${file} on ${main.name}`)),
      branchTip: ref?.target ? tipOf(ref.target, textOf(files.repository?.branch, `${file} on ${branch}`)) : null,
      pullRequest: await findPullRequest(client, address, { branch, base: main.name }),
    }
  }

  return {
    read: () => readPlaces().catch(explain('read')),
    commit: ({ parents, tree, text, create }: LogCommit, message) =>
      attempt(async () => {
        const entry = { path: file, mode: '100644', type: 'blob', content: text } as const
        const whole = await client.rest.git.createTree({ ...where, base_tree: tree, tree: [entry], ...once() })
        const made = await client.rest.git.createCommit({
          ...{ ...where, message, tree: whole.data.sha, parents, ...once() },
        })
        const { sha } = made.data
        if (create) await client.rest.git.createRef({ ...where, ref: `refs/heads/${branch}`, sha, ...once() })
        else await client.rest.git.updateRef({ ...where, ref: `heads/${branch}`, sha, force: false, ...once() })
        return {}
      }, explain('commit')),
    open: (base, title, body) =>
      attempt(async () => {
        const { data } = await client.rest.pulls.create({ ...where, head: branch, base, title, body, ...once() })
        return { url: data.html_url }
      }, explain('open')),
  }
}

/** Of a branch of this repository itself; the open one, else the newest. */
async function findPullRequest(
  client: Client,
  { owner, name }: RepositoryAddress,
  { branch, base }: { branch: string; base: string },
): Promise<LogPullRequest | null> {
  const { data } = await client.rest.pulls.list({
    ...{ owner, repo: name, head: `${owner}:${branch}`, base, state: 'all', per_page: 100 },
    ...{ sort: 'created', direction: 'desc' },
  })
  const found = data.find(({ state }) => state === 'open') ?? data[0]
  if (!found) return null
  const state = found.state === 'open' ? 'open' : found.merged_at === null ? 'closed' : 'merged'
  return { url: found.html_url, state, head: found.head.sha }
}

/** 409 and 422: the branch or a pull request has come to be meanwhile, or a rule forbids it; looking again tells. */
async function attempt<Done>(write: () => Promise<Done>, explain: (error: unknown) => never): Promise<LogWrite<Done>> {
  try {
    return { kind: 'done', ...(await write()) }
  } catch (error) {
    const status = statusOf(error)
    const again =
      status === 409 || status === 422 || (status !== undefined && (isPassing(status) || !wasAnswered(error)))
    if (again) return { kind: 'unclear', said: messageOf(error) }
    return explain(error)
  }
}

const tipOf = (target: NonNullable<Target>, log: string | null): Tip => ({
  ...{ commit: target.oid, tree: target.tree?.oid ?? '', log },
})

function textOf(file: FileAnswer | undefined, where: string): string | null {
  if (!file) return null
  if (typeof file.text !== 'string' || file.isTruncated)
    throw new Error(`${where}: expected a text file of up to 512 KB`)
  return file.text
}
