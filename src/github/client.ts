import { setTimeout as sleep } from 'node:timers/promises'
import type { getOctokit } from '@actions/github'
import { retry } from '@octokit/plugin-retry'
import { secondsToWait } from './request-error.ts'

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

type Plugin = NonNullable<Parameters<typeof getOctokit>[2]>

/** Seconds that a rate limit may ask to wait; a secondary one asks for a minute (docs: "rate limits for the REST API"). */
const LONGEST_WAIT = 60

/** No single request may hold up a guard for longer. Milliseconds. */
export const REQUEST_TIMEOUT = 20_000

/**
 * Reads are repeated by the retry plugin after 5xx, 429 and lost connections. Writes are not (`WRITE_ONCE`): after an
 * error it is unknown whether they took effect, so whoever writes reads again and decides. A rate limit is an answer: nothing
 * took effect. Where it names a time of a minute at most, any request is made once more after that.
 *
 * @param timeout milliseconds for each attempt of a request
 */
export async function createClient(
  address: RepositoryAddress,
  token: string,
  timeout = REQUEST_TIMEOUT,
): Promise<Client> {
  // It reads the event when it is loaded, and ends the process when that is no JSON: the event has to be checked first.
  const { getOctokit } = await import(/* webpackMode: "eager" */ '@actions/github')
  // Each plugin wraps those before it, so that every repetition has a time of its own.
  const octokit = getOctokit(token, { baseUrl: address.apiUrl, retry: { retries: 2 } }, inTime(timeout), asTold, retry)
  let expiresAt: number | null = null
  octokit.hook.after('request', ({ headers }) => {
    const expiry = Date.parse(String(headers['github-authentication-token-expiration'] ?? ''))
    if (!Number.isNaN(expiry)) expiresAt = expiry
  })
  return Object.assign(octokit, { tokenExpiresAt: () => expiresAt })
}

/** Whoever brings a signal has a limit already. Hooks are all given the same options, so these are changed in place. */
const inTime =
  (timeout: number): Plugin =>
  (octokit) => {
    octokit.hook.wrap('request', async (request, options) => {
      const given = options.request
      options.request = { ...given, signal: given?.signal ?? AbortSignal.timeout(given?.timeout ?? timeout) }
      try {
        return await request(options)
      } finally {
        options.request = given
      }
    })
  }

/** Whoever brings a signal has no time to wait. The options are those of all repetitions, so each request waits once. */
const asTold: Plugin = (octokit) => {
  const waited = new WeakSet<object>()
  octokit.hook.wrap('request', async (request, options) => {
    try {
      return await request(options)
    } catch (error) {
      const seconds = secondsToWait(error)
      if (seconds === null || seconds > LONGEST_WAIT || options.request.signal || waited.has(options)) throw error
      waited.add(options)
      await sleep(seconds * 1000)
      return request(options)
    }
  })
}

export const WRITE_ONCE = { retries: 0 } as const

/**
 * What is read and written when service is restored already. It must not keep the run for long when GitHub is away: ten
 * seconds for each attempt.
 */
export const BOOKKEEPING = { retries: 1, timeout: 10_000 } as const
