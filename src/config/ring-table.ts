import { setting } from './setting.ts'
import { parseChoice } from './setting-parsers.ts'

/** What is said of an environment that comes after another one. */
export const RING_TABLE = {
  follow: setting(
    parseChoice('manual', 'auto', 'off'),
    'manual',
    'When a release has passed in the environment before: `auto` moves this one to it and guards it, `manual` says how to.',
  ),
  'out-of-order': setting(
    parseChoice('refuse', 'warn'),
    'refuse',
    'When this environment is moved by hand to a release that has not passed in the one before. Going back is never held up.',
  ),
  'on-ring-failure': setting(
    parseChoice('stop', 'roll-back-all'),
    'stop',
    'When a release is bad here that came from the one before: `stop` leaves those before on it, `roll-back-all` does not.',
  ),
}
