import type { RunIdentity } from '../flows/guard-ports.ts'
import type { RepositoryAddress } from '../github/client.ts'

/** What the runner tells every action about where and why it runs. */
export type RunnerEnvironment = {
  address: RepositoryAddress
  run: RunIdentity
  temporaryDirectory: string
}

/** @throws when a variable is missing that every runner sets */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): RunnerEnvironment {
  const need = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`Environment variable ${name} is missing: this has to run as a step of a workflow`)
    return value
  }
  const [owner, name] = need('GITHUB_REPOSITORY').split('/')
  if (!owner || !name) throw new Error(`GITHUB_REPOSITORY: expected OWNER/NAME, got ${env.GITHUB_REPOSITORY}`)
  const serverUrl = need('GITHUB_SERVER_URL').replace(/\/$/, '')
  const apiUrl = need('GITHUB_API_URL').replace(/\/$/, '')
  const repositoryUrl = `${serverUrl}/${owner}/${name}`
  const id = Number(need('GITHUB_RUN_ID'))
  const attempt = Number(env.GITHUB_RUN_ATTEMPT ?? '1')
  return {
    address: { owner, name, serverUrl, apiUrl },
    run: { id, attempt, url: `${repositoryUrl}/actions/runs/${id}/attempts/${attempt}` },
    temporaryDirectory: need('RUNNER_TEMP'),
  }
}
