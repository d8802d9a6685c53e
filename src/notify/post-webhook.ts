import type { UnavailableReason } from '../analysis/reading.ts'
import type { Notify } from '../flows/people/people.ts'
import { fetchText } from '../metrics/fetch-text.ts'

const MOST_BYTES = 64 * 1024

const FAILURES: Partial<Record<UnavailableReason, string>> = {
  timeout: 'did not answer in time',
  redirected: 'redirected elsewhere, which is not followed',
  'too-large': 'answered with more than 64 KiB',
}

/**
 * Posts `{"text": …}`, as Slack, Mattermost, Rocket.Chat and others take it. Redirects leave no origin. The path of the
 * address is its secret: no message holds it, nor anything of the answer.
 */
export const postWebhook =
  (options: { fetch: typeof globalThis.fetch; url: string; timeoutSeconds: number }): Notify =>
  async (text) => {
    const answer = await fetchText({
      ...options,
      method: 'POST',
      body: JSON.stringify({ text }),
      headers: { 'content-type': 'application/json; charset=utf-8' },
      maxBytes: MOST_BYTES,
    })
    const { host } = new URL(options.url)
    if (answer.kind === 'unavailable') {
      return { kind: 'failed', detail: `${host} ${FAILURES[answer.what] ?? 'could not be reached'}` }
    }
    return answer.status >= 200 && answer.status < 300
      ? { kind: 'sent' }
      : { kind: 'failed', detail: `${host} answered ${answer.status}` }
  }
