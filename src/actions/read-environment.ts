import type { RunIdentity } from '../flows/guard-ports.ts'
import type { RepositoryAddress } from '../github/client.ts'

/** What the runner tells every action about where and why it runs. */
export type RunnerEnvironment = {
  address: RepositoryAddress
  run: RunIdentity
  temporaryDirectory: string
}

/** @throws when a variable that every runner sets is missing or malformed */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): RunnerEnvironment {
  const need = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`Environment variable ${name} is missing: this has to run as a step of a workflow`)
    return value
  }
  const whole = (name: string, value: string): number => {
    if (!/^[1-9]\d{0,15}$/.test(value))
      throw new Error(`${name}: expected a whole number, got ${JSON.stringify(value)}`)
    return Number(value)
  }
  const [owner, name, ...rest] = need('GITHUB_REPOSITORY').split('/')
  if (!owner || !name || rest.length > 0) {
    throw new Error(`GITHUB_REPOSITORY: expected OWNER/NAME, got ${JSON.stringify(env.GITHUB_REPOSITORY)}`)
  }
  const serverUrl = need('GITHUB_SERVER_URL').replace(/\/$/, '')
  const apiUrl = need('GITHUB_API_URL').replace(/\/$/, '')
  const repositoryUrl = `${serverUrl}/${owner}/${name}`
  const id = whole('GITHUB_RUN_ID', need('GITHUB_RUN_ID'))
  const attempt = whole('GITHUB_RUN_ATTEMPT', env.GITHUB_RUN_ATTEMPT ?? '1')
  return {
    address: { owner, name, serverUrl, apiUrl },
    run: { id, attempt, url: `${repositoryUrl}/actions/runs/${id}/attempts/${attempt}` },
    temporaryDirectory: need('RUNNER_TEMP'),
  }
}
