import { READINESS_ITEMS, type ReadinessItem } from '../ledger/readiness.ts'
import { parseDuration } from './parse-duration.ts'
import { setting } from './setting.ts'
import { parseChoice, parseEnvironment, parseList } from './setting-parsers.ts'

const DAY = 86_400

const isItem = (text: string): text is ReadinessItem => READINESS_ITEMS.some((item) => item === text)

/** Items of the checklist, or `none`, which takes back what a wider section asks for. */
const parseItems = (text: string): ReadinessItem[] => {
  const items = parseList(text)
  if (items.length === 1 && items[0] === 'none') return []
  const known = items.filter(isItem)
  const wrong = items.find((item) => !isItem(item)) ?? (items.length === 0 ? text : undefined)
  if (wrong !== undefined)
    throw new Error(`expected none, or some of ${READINESS_ITEMS.join(', ')}, got ${JSON.stringify(wrong)}`)
  return known
}

/** What has to be ready before a release is deployed. */
export const READINESS_TABLE = {
  require: setting(parseItems, null, 'What has to hold before a release is deployed. Left out, or `none`: nothing.'),
  'on-unready': setting(
    parseChoice('refuse', 'warn'),
    'refuse',
    'When something of that does not hold: deploy nothing, or say so and go on.',
  ),
  'max-drill-age': setting(
    parseDuration({ min: 60, max: 365 * DAY }),
    '35d',
    'How long a drill that has passed counts.',
  ),
  'drilled-in': setting(
    parseEnvironment,
    null,
    'Environment whose drills count for this one. Left out: its own name, and -drill.',
  ),
}
