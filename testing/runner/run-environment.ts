import type { LocalGitHub } from '../github/local-github.ts'

type RunEvent = { name: string; payload: unknown }

/** What a workflow run is about. */
export type RunContext = {
  github: Pick<LocalGitHub, 'url' | 'apiUrl' | 'graphqlUrl'>
  /** `OWNER/NAME` */
  repository: string
  /** The commit, never a tag object. */
  sha: string
  /** Full name: `refs/tags/…` or `refs/heads/…`. */
  ref: string
  event: RunEvent
  actor: string
  workflow: string
  job: string
  runId: number
  runAttempt: number
}

export type RunFolders = {
  workspace: string
  temp: string
  event: string
  output: string
  state: string
  env: string
  path: string
  summary: string
}

/** The variables that the runner gives to a step, from its documentation "Store information in variables". */
export const runEnvironment = (context: RunContext, folders: RunFolders): Record<string, string> => {
  const { github, repository, sha, ref, event, actor, workflow, job, runId, runAttempt } = context
  const [, kind, ...name] = ref.split('/')
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTOR: actor,
    GITHUB_TRIGGERING_ACTOR: actor,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_SERVER_URL: github.url,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: folders.event,
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_OWNER: repository.split('/')[0] ?? '',
    GITHUB_SHA: sha,
    GITHUB_REF: ref,
    GITHUB_REF_NAME: name.join('/'),
    GITHUB_REF_TYPE: kind === 'tags' ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_WORKFLOW: workflow,
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/${workflow}.yml@${ref}`,
    GITHUB_WORKFLOW_SHA: sha,
    GITHUB_JOB: job,
    GITHUB_RUN_ID: String(runId),
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: String(runAttempt),
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_WORKSPACE: folders.workspace,
    GITHUB_OUTPUT: folders.output,
    GITHUB_STATE: folders.state,
    GITHUB_ENV: folders.env,
    GITHUB_PATH: folders.path,
    GITHUB_STEP_SUMMARY: folders.summary,
    RUNNER_OS: process.platform === 'darwin' ? 'macOS' : 'Linux',
    RUNNER_ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    RUNNER_NAME: 'local',
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.temp,
    RUNNER_WORKSPACE: folders.workspace,
    // Present in every real step, so that a leak of it into a deploy command can be seen.
    ACTIONS_RUNTIME_TOKEN: 'local-runtime-token',
    ACTIONS_RUNTIME_URL: `${github.url}/runtime/`,
  }
}

/** `deploy-command` → `INPUT_DEPLOY-COMMAND`: only spaces are replaced, hyphens stay. */
const inputVariable = (name: string): string => `INPUT_${name.replace(/ /g, '_').toUpperCase()}`

/** Every input that an action declares, at its default unless given. Throws for one that it does not declare. */
export const inputVariables = (
  declared: ReadonlyMap<string, string | undefined>,
  given: Readonly<Record<string, string>>,
  token: string,
): Record<string, string> => {
  const unknown = Object.keys(given).find((name) => !declared.has(name))
  if (unknown !== undefined)
    throw new Error(`The action has no input "${unknown}". It has: ${[...declared.keys()].join(', ')}.`)
  return Object.fromEntries(
    [...declared].map(([name, value = '']) => [
      inputVariable(name),
      given[name] ?? value.replace(/\$\{\{\s*github\.token\s*\}\}/g, token),
    ]),
  )
}
