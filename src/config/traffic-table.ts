import { parseDuration } from './parse-duration.ts'
import { parsePercents } from './parse-percents.ts'
import { setting } from './setting.ts'
import { parseChoice, parseText } from './setting-parsers.ts'

const MINUTE = 60
const DAY = 86_400

/** How a release is given its share of the traffic. */
export const TRAFFIC_TABLE = {
  'traffic-command': setting(
    parseText,
    null,
    'Bash script that gives the release `TAGBACK_TRAFFIC_PERCENT` of the traffic, in its working directory.',
  ),
  'traffic-url': setting(parseText, null, 'Address that is asked to do that instead; `{percent}` may stand in it.'),
  'traffic-method': setting(parseChoice('PUT', 'POST', 'PATCH', 'GET'), 'PUT', 'Method of that request.'),
  'traffic-headers': setting(parseText, null, 'Headers for it, one `Name: value` a line; `{env:NAME}` for secrets.'),
  'traffic-body': setting(parseText, null, 'Body of it, JSON unless a header says otherwise, with `{percent}`.'),
  'traffic-timeout': setting(
    parseDuration({ min: 1, max: 10 * MINUTE }),
    '20s',
    'For setting the traffic once, further tries included. A rollback waits no longer for it.',
  ),
  'traffic-steps': setting(
    parsePercents('rising'),
    '100',
    'Shares of the traffic in percent that a release gets one after another, such as `5, 25, 50, 100`.',
  ),
  'step-duration': setting(
    parseDuration({ min: 1, max: DAY }),
    null,
    'How long each step is watched before the next. Left out: `min-duration`, shared among the steps.',
  ),
  'rollback-steps': setting(
    parsePercents('falling'),
    null,
    'Shares that a regressed release is taken down to first, each watched, such as `50, 25`. Left out: 0 at once.',
  ),
}
