import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What a step leaves to the post step, with a signature by a key made of the token: the code of a release runs as the
 * same user, and could write to the state file as well.
 */
export const signState = (text: string, token: string): string => `${signatureOf(text, token)} ${text}`

/** The text that was signed; `null` for what was not signed with this token. */
export function verifyState(saved: string, token: string): string | null {
  const [, signature = '', text = ''] = /^([0-9a-f]{64}) (.*)$/s.exec(saved) ?? []
  const expected = Buffer.from(signatureOf(text, token))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected) ? text : null
}

const signatureOf = (text: string, token: string): string =>
  createHmac('sha256', `tagback run state ${token}`).update(text).digest('hex')
