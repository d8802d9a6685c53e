import type { getOctokit } from '@actions/github'
import { retry } from '@octokit/plugin-retry'

/** Where this repository is and how it is reached. URLs without a final slash. */
export type RepositoryAddress = {
  owner: string
  name: string
  /** `https://github.com`; git is reached here. */
  serverUrl: string
  /** `https://api.github.com` */
  apiUrl: string
}

export type Client = ReturnType<typeof getOctokit> & {
  /** Milliseconds since the epoch, as far as the answers so far have told. */
  tokenExpiresAt(): number | null
}

/** No single request may hold up a guard for longer. Milliseconds. */
export const REQUEST_TIMEOUT = 20_000

/**
 * Reads are repeated by the retry plugin after 5xx, 429 and lost connections. Writes are not (`WRITE_ONCE`): after an
 * error it is unknown whether they took effect, so whoever writes reads again and decides.
 */
export async function createClient(address: RepositoryAddress, token: string): Promise<Client> {
  // It reads the event when it is loaded, and ends the process when that is no JSON: the event has to be checked first.
  const { getOctokit } = await import(/* webpackMode: "eager" */ '@actions/github')
  const octokit = getOctokit(token, { baseUrl: address.apiUrl, retry: { retries: 2 } }, retry)
  let expiresAt: number | null = null
  octokit.hook.after('request', ({ headers }) => {
    const expiry = Date.parse(String(headers['github-authentication-token-expiration'] ?? ''))
    if (!Number.isNaN(expiry)) expiresAt = expiry
  })
  return Object.assign(octokit, { tokenExpiresAt: () => expiresAt })
}

export const WRITE_ONCE = { retries: 0 } as const
