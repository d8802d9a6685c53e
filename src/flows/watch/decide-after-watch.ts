import type { Conclusion } from '../../analysis/verdict.ts'
import type { Settings } from '../../config/settings.ts'

/** What follows from a verdict. `reason` is the code that outputs and records carry. */
export type NextAct =
  | { act: 'keep'; reason: 'healthy' | 'inconclusive' | 'unavailable' }
  | { act: 'hold'; reason: 'inconclusive' | 'unavailable' }
  | { act: 'roll-back'; reason: 'above-threshold' | 'outage' | 'inconclusive' | 'unavailable' }
  | { act: 'report'; reason: 'above-threshold' | 'outage' }
  | { act: 'extend' }

/** Each verdict has a policy of its own: no data is neither health nor failure. */
export function decideAfterWatch(
  conclusion: Conclusion,
  settings: Pick<Settings, 'onRegressed' | 'onInconclusive' | 'onUnavailable'>,
  extended: boolean,
): NextAct {
  switch (conclusion.verdict) {
    case 'healthy':
      return { act: 'keep', reason: 'healthy' }
    case 'regressed':
      return { act: settings.onRegressed === 'report' ? 'report' : 'roll-back', reason: conclusion.reason }
    case 'inconclusive':
      return withoutVerdict(settings.onInconclusive, 'inconclusive', settings.onRegressed, extended)
    case 'unavailable':
      return withoutVerdict(settings.onUnavailable, 'unavailable', settings.onRegressed, extended)
  }
}

function withoutVerdict(
  policy: Settings['onInconclusive'],
  reason: 'inconclusive' | 'unavailable',
  onRegressed: Settings['onRegressed'],
  extended: boolean,
): NextAct {
  if (policy === 'extend') return extended ? { act: 'hold', reason } : { act: 'extend' }
  // In observe mode nothing is ever moved, whatever the other policies say.
  if (policy === 'roll-back' && onRegressed === 'report') return { act: 'hold', reason }
  return { act: policy, reason }
}
