import type { Settings } from '../../config/settings.ts'
import type { Clock, RepositoryState } from '../ports.ts'

/** Installation tokens live for one hour from when they were made; when that was is not told. */
const INSTALLATION_TOKEN_LIFE = 3_600

/**
 * Compares how long the token lives with how long this run can take. `fatal`: it may end before the watch does.
 * Otherwise it may end during a rollback that takes all the time that the settings give it.
 */
export function tokenExpiry(
  state: Pick<RepositoryState, 'tokenExpiresAt' | 'installationToken'>,
  { deploy, watch, onInconclusive, onUnavailable }: Settings,
  clock: Pick<Clock, 'now'>,
): { fatal: boolean; sentence: string } | null {
  const watches = onInconclusive === 'extend' || onUnavailable === 'extend' ? 2 : 1
  const untilVerdict = deploy.timeout + (watch?.duration ?? 0) * watches
  // The deploy and its verification, twice, then the watch of the recovery.
  const atMost = 4 * deploy.timeout + (watch?.duration ?? 0) * watches + (watch?.verifyDuration ?? 0)
  const left = secondsLeft(state, clock)
  if (left >= atMost) return null
  const fatal = left < untilVerdict
  const long = fatal
    ? `deploy and watch can take ${untilVerdict}s`
    : `a deploy and a rollback that use all their time take ${atMost}s`
  const sentence = `The token lives for ${Math.round(left)}s at most, ${long}: shorten duration or deploy-timeout, or use a token that lives longer`
  return { fatal, sentence }
}

const secondsLeft = (
  { tokenExpiresAt, installationToken }: Pick<RepositoryState, 'tokenExpiresAt' | 'installationToken'>,
  clock: Pick<Clock, 'now'>,
): number => {
  if (tokenExpiresAt !== null) return (tokenExpiresAt - clock.now()) / 1000
  return installationToken ? INSTALLATION_TOKEN_LIFE : Number.POSITIVE_INFINITY
}
