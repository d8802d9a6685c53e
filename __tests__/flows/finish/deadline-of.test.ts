import { expect, it } from '@jest/globals'
import { checkSettings } from '../../../src/config/check-settings.ts'
import type { WrittenSettings } from '../../../src/config/setting-table.ts'
import { deadlineOf } from '../../../src/flows/finish/deadline-of.ts'

const WATCHED = {
  ...{ metric: 'prometheus', errors: 'e', total: 't', threshold: '1%', duration: '10m', 'verify-duration': '2m' },
}

const deadline = (written: WrittenSettings): number => {
  const checked = checkSettings({ 'deploy-command': './deploy', 'deploy-timeout': '1m', ...written })
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  return deadlineOf(checked.settings)
}

// Six times the deploy-timeout, a minute for the fence, four for the post step, five to spare.
const UNWATCHED = 6 * 60 + 60 + 240 + 300

it.each<[string, WrittenSettings, number]>([
  ['unwatched', {}, UNWATCHED],
  ['watched', WATCHED, UNWATCHED + 600 + 120],
  ['a watch that may be extended', { ...WATCHED, 'on-inconclusive': 'extend' }, UNWATCHED + 1200 + 120],
  ['the other policy that extends', { ...WATCHED, 'on-unavailable': 'extend' }, UNWATCHED + 1200 + 120],
  ['no second watch', { ...WATCHED, 'verify-duration': '0s' }, UNWATCHED + 600],
])('%s', (_name, written, seconds) => expect(deadline(written)).toBe(seconds))
