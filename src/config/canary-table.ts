import { setting } from './setting.ts'
import { parseChoice, parseEnvironment, parseShare } from './setting-parsers.ts'

/** What an environment says that a release goes through before another one. */
export const CANARY_TABLE = {
  'canary-of': setting(
    parseEnvironment,
    null,
    'Environment that this one is the canary of. Both are measured at the same time, and the canary must not be worse.',
  ),
  tolerance: setting(parseShare, '20%', 'How much worse than that environment a canary may be, of its error rate.'),
  promote: setting(
    parseChoice('manual', 'auto', 'off'),
    'manual',
    'When a canary has passed: `auto` moves that environment to its release and guards it, `manual` says how to.',
  ),
  'on-failure': setting(
    parseChoice('baseline', 'previous', 'remove'),
    'baseline',
    'Where the tag of a bad canary goes: to what that environment runs, to what the canary ran before, or away.',
  ),
}
