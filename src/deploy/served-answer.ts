import type { ServedAnswer } from '../flows/ports.ts'
import type { Release } from '../tags/release.ts'

/** Part of a commit id that is long enough to mean it. */
const COMMIT_PREFIX = /^[0-9a-f]{7,40}$/
const SHOWN_CHARACTERS = 200

/**
 * Compares what the running system says of itself with a release. The version counts with or without its leading
 * `v`, the commit id whole or from its first seven digits on.
 */
export const servedAnswer = (said: string, release: Release): ServedAnswer => {
  const found = said.trim()
  const isVersion = found === release.version || withoutV(found) === withoutV(release.version)
  const hex = found.toLowerCase()
  const isCommit = COMMIT_PREFIX.test(hex) && release.commit.startsWith(hex)
  return isVersion || isCommit ? { kind: 'served' } : { kind: 'differs', found: shown(found) }
}

const withoutV = (version: string): string => version.replace(/^v(?=\d)/, '')

/** Fit for one line of a log: no control characters, not too long. */
const shown = (text: string): string => {
  const line = text.replace(/\p{Cc}+/gu, ' ')
  return line.length <= SHOWN_CHARACTERS ? line : `${line.slice(0, SHOWN_CHARACTERS)}…`
}
