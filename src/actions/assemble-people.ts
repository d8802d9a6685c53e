import { setSecret } from '@actions/core'
import { variableIn } from '../config/env-reference.ts'
import { parseWebhook } from '../config/parse-webhook.ts'
import type { Settings } from '../config/settings.ts'
import type { GuardPorts } from '../flows/guard-ports.ts'
import { messageOf } from '../message-of.ts'
import { postWebhook } from '../notify/post-webhook.ts'
import { writeNews } from '../report/incident.ts'

/** Seconds. */
const NOTIFY_TIMEOUT = 10

/**
 * How people are told, and the secrets of that.
 *
 * @throws when the variable that holds the address of the webhook is missing, or what it holds is no such address
 */
export function assemblePeople(
  { owner, notifyWebhook }: Pick<Settings, 'owner' | 'notifyWebhook'>,
  place: { repositoryUrl: string; runUrl: string },
  env: Readonly<Record<string, string | undefined>>,
): { people: GuardPorts['people']; secrets: string[] } {
  const url = notifyWebhook === null ? null : webhookIn(notifyWebhook, env)
  if (url !== null) setSecret(url)
  const notify = url === null ? null : postWebhook({ fetch, url, timeoutSeconds: NOTIFY_TIMEOUT })
  return { people: { notify, write: writeNews({ ...place, owner }) }, secrets: url === null ? [] : [url] }
}

function webhookIn(setting: string, env: Readonly<Record<string, string | undefined>>): string {
  const variable = variableIn(setting)
  if (variable === null) return setting.trim()
  const value = (Object.hasOwn(env, variable) ? env[variable] : undefined)?.trim() ?? ''
  if (value === '')
    throw new Error(
      `notify-webhook: expected a value for ${variable} in the environment, got none; pass it by env: from a secret`,
    )
  try {
    if (variableIn(value)) throw new Error('expected an address, got another {env:NAME}')
    return parseWebhook(value)
  } catch (error) {
    throw new Error(`notify-webhook: ${variable}: ${messageOf(error)}`, { cause: error })
  }
}
