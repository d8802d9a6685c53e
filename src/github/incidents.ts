import type { Incident, IncidentScope, Incidents } from '../flows/people/incidents.ts'
import { BOOKKEEPING, type Client, type RepositoryAddress, WRITE_ONCE } from './client.ts'
import { explainIssueFailure } from './explain-issue-failure.ts'
import { isPassing, statusOf, wasAnswered } from './request-error.ts'

/** Finds the issues again; what they are about stands in their first line. */
const LABEL = 'tagback'

/** Login of GITHUB_TOKEN in the REST API, where those of Apps end in `[bot]`. No person can have such a login. */
const ACTIONS = 'github-actions[bot]'

/** More open incidents than that, and the newest would be opened a second time. */
const MOST_PAGES = 10

type Listed = { number: number; html_url: string; body?: string | null; user: { login: string } | null }

/** Incidents as issues of the repository. Every error says what to do about it. */
export function createIncidents(client: Client, { owner, name }: RepositoryAddress): Incidents {
  const repo = { owner, repo: name }
  const once = () => ({ request: { ...BOOKKEEPING, ...WRITE_ONCE } })

  /** Anyone may open an issue, with any first line: only what the token's own account or a workflow opened counts. */
  const openedByUs = async (issues: readonly Listed[]): Promise<Listed[]> => {
    if (issues.length === 0) return []
    const { viewer } = await client.graphql<{ viewer: { login: string } }>('query TagbackViewer { viewer { login } }', {
      request: BOOKKEEPING,
    })
    return issues.filter(({ user }) => user?.login === ACTIONS || user?.login === viewer.login)
  }

  const findAll = async (scopes: readonly IncidentScope[]): Promise<Incident[][]> => {
    const markers = scopes.map(markerOf)
    const about: Listed[] = []
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { data } = await client.rest.issues.listForRepo({
        ...{ ...repo, page, labels: LABEL, state: 'open', sort: 'created', direction: 'asc', per_page: 100 },
        request: BOOKKEEPING,
      })
      // GitHub lists pull requests among the issues.
      about.push(...data.filter((issue) => !issue.pull_request && markers.includes(firstLine(issue.body ?? ''))))
      if (data.length < 100) break
    }
    const ours = await openedByUs(about)
    return markers.map((marker) => ours.filter(({ body }) => firstLine(body ?? '') === marker).map(incidentOf))
  }
  const find = async (scope: IncidentScope): Promise<Incident[]> => (await findAll([scope])).flat()

  const create = async (scope: IncidentScope, title: string, text: string): Promise<Incident> => {
    const body = `${markerOf(scope)}\n${text}`
    const { data } = await client.rest.issues.create({ ...repo, title, body, labels: [LABEL], ...once() })
    const labels = data.labels.map((label) => (typeof label === 'string' ? label : label.name))
    if (labels.includes(LABEL)) return incidentOf(data)
    throw new Error(`${data.html_url} was opened without the label ${LABEL}: add it, and give the job issues: write`)
  }

  return {
    find: (scope) => explained(() => find(scope)),
    findAll: (scopes) => explained(() => findAll(scopes)),
    open: (scope, { title, body }) =>
      explained(async () => {
        try {
          return await create(scope, title, body)
        } catch (error) {
          const status = statusOf(error)
          const unclear = status !== undefined && (!wasAnswered(error) || isPassing(status))
          const [opened] = unclear ? await find(scope) : []
          if (opened) return opened
          throw error
        }
      }),
    comment: (number, body) =>
      explained(async () => {
        await client.rest.issues.createComment({ ...repo, issue_number: number, body, ...once() })
      }),
    close: (number) =>
      explained(async () => {
        const state = { state: 'closed', state_reason: 'completed' } as const
        // Closed twice is closed, so that an answer that was lost does no harm.
        await client.rest.issues.update({ ...repo, issue_number: number, ...state, request: BOOKKEEPING })
      }),
  }
}

const explained = <Result>(ask: () => Promise<Result>): Promise<Result> =>
  ask().catch((error: unknown) => {
    throw new Error(explainIssueFailure(error), { cause: error })
  })

/** Names hold no blanks, and nothing that could end the comment. */
const markerOf = ({ component, environment }: IncidentScope): string =>
  `<!-- tagback: ${component.id} in ${environment} -->`

/** GitHub's web form ends lines with CR LF. */
const firstLine = (body: string): string => body.split(/\r?\n/, 1)[0] ?? ''

const incidentOf = ({ number, html_url }: Listed): Incident => ({ number, url: html_url })
