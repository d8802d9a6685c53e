import { CANARY_TABLE } from './canary-table.ts'
import { parseDuration } from './parse-duration.ts'
import { parseOwner } from './parse-owner.ts'
import { parseRate } from './parse-rate.ts'
import { parseWebhook } from './parse-webhook.ts'
import { READINESS_TABLE } from './readiness-table.ts'
import { RING_TABLE } from './ring-table.ts'
import { setting } from './setting.ts'
import {
  parseChoice,
  parseCount,
  parseFactor,
  parseFlag,
  parseList,
  parsePrefixes,
  parseText,
  parseWorkflowFile,
} from './setting-parsers.ts'
import { TRAFFIC_TABLE } from './traffic-table.ts'

const HOUR = 3_600
const DAY = 86_400

/** Every setting under its one name, which it has in inputs, configuration and documentation alike. */
export const SETTING_TABLE = {
  'tag-prefixes': setting(parsePrefixes, 'components, logic', 'First parts of the tag names to follow.'),
  'deploy-command': setting(parseText, null, 'Bash script that deploys the release in its working directory.'),
  'deploy-workflow': setting(
    parseWorkflowFile,
    null,
    'Workflow of this repository that deploys, such as `deploy.yml`. Needs `actions: write`.',
  ),
  deploy: setting(parseChoice('none'), null, '`none` when the runtime pulls what the tag says by itself.'),
  'deploy-timeout': setting(
    parseDuration({ min: 1, max: 6 * HOUR }),
    '10m',
    'For the deploy command, and again for the release to be served.',
  ),
  paths: setting(parseList, null, 'Paths of the repository that a deploy needs. All of it when left out.'),
  metric: setting(parseText, null, 'Source of the error rate. Left out, or `none`: the environment is not watched.'),
  'metric-url': setting(parseText, null, 'Address of the metric source.'),
  'metric-headers': setting(parseText, null, 'Headers for it, one `Name: value` a line; `{env:NAME}` for secrets.'),
  'metric-command': setting(parseText, null, 'Bash script that prints the counters as JSON, for `metric: command`.'),
  errors: setting(parseText, null, 'Counter of failed requests, in the language of the source.'),
  total: setting(parseText, null, 'Counter of all requests.'),
  rate: setting(parseText, null, 'Error rate from 0 to 1, where there are no counters.'),
  'rate-window': setting(
    parseDuration({ min: 1, max: DAY }),
    null,
    'What `rate` averages over, such as `5m`: readings closer together repeat each other. Left out: `interval`.',
  ),
  threshold: setting(parseRate, null, 'Error rate above which the tag is moved back, such as `1%`.'),
  'false-rollback-risk': setting(parseRate, '5%', 'Highest chance of rolling back a healthy release, over one watch.'),
  settle: setting(parseDuration({ min: 0, max: HOUR }), '30s', 'Time after a deploy that is not judged.'),
  lag: setting(parseDuration({ min: 0, max: HOUR }), '0s', 'How long the source takes to know of a request.'),
  interval: setting(parseDuration({ min: 1, max: HOUR }), '5s', 'Time between two polls.'),
  'min-duration': setting(parseDuration({ min: 0, max: DAY }), '5m', 'Earliest end of a watch with `healthy`.'),
  duration: setting(parseDuration({ min: 2, max: DAY }), '10m', 'End of the watch, counted from the deploy.'),
  'ignore-blips': setting(
    parseDuration({ min: 0, max: HOUR }),
    '30s',
    'A burst of errors no longer than this cannot by itself cause a rollback.',
  ),
  noise: setting(parseFactor({ min: 0, max: 3 }), '0.5', 'How much a healthy error rate wobbles: 0.5 is ±50 %.'),
  'minimum-requests': setting(
    parseCount({ min: 1, max: 1_000_000_000 }),
    '20',
    'With fewer requests a watch is inconclusive.',
  ),
  'verify-url': setting(parseText, null, 'Address that answers which version is served.'),
  'verify-value': setting(parseText, null, 'JMESPath of the version or commit in its JSON. Left out: the whole body.'),
  'verify-command': setting(parseText, null, 'Bash script that ends with 0 when the release is served.'),
  'verify-duration': setting(
    parseDuration({ min: 0, max: DAY }),
    '2m',
    'How long the metric is watched after a rollback; longer where `interval` or `lag` need it. `0s`: not at all.',
  ),
  'monitor-for': setting(
    parseDuration({ min: 0, max: 7 * DAY }),
    '0s',
    'How long reconcile looks again at what was kept, and leaves it when it turns bad.',
  ),
  'on-regressed': setting(parseChoice('roll-back', 'report'), 'roll-back', '`report`: say it, move nothing.'),
  'on-inconclusive': setting(
    parseChoice('keep', 'hold', 'roll-back', 'extend'),
    'keep',
    'When there was too little to judge. `extend`: one more watch, then hold.',
  ),
  'on-unavailable': setting(
    parseChoice('hold', 'keep', 'roll-back', 'extend'),
    'hold',
    'When the source did not answer. `extend`: one more watch, then hold.',
  ),
  'on-cancel': setting(
    parseChoice('roll-back', 'keep', 'leave'),
    'roll-back',
    'When the run is cancelled or lost before the watch has passed. `leave`: as it is, to be looked at.',
  ),
  'require-armed': setting(
    parseChoice('warn', 'refuse'),
    'warn',
    '`refuse`: deploy nothing that could not be rolled back.',
  ),
  quarantine: setting(
    parseChoice('stale-clones', 'refuse', 'off'),
    'stale-clones',
    'What happens when a tag is moved to a release that was rolled back before.',
  ),
  'on-rollback': setting(
    parseChoice('issue', 'none'),
    'issue',
    '`issue`: whatever ends in need of a person opens an issue, or updates the one that is open.',
  ),
  owner: setting(parseOwner, null, 'Who is mentioned there: `@user` or `@org/team`.'),
  'notify-webhook': setting(
    parseWebhook,
    null,
    'Secret address of a Slack-compatible webhook that is told the same in short. In the file: `{env:NAME}`.',
  ),
  'allow-untested-target': setting(
    parseFlag,
    'false',
    'Roll back to the nearest lower version when nothing better is known.',
  ),
  ...CANARY_TABLE,
  ...READINESS_TABLE,
  ...TRAFFIC_TABLE,
  ...RING_TABLE,
}

export type SettingName = keyof typeof SETTING_TABLE

export const SETTING_NAMES = Object.keys(SETTING_TABLE) as SettingName[]

/** Settings as they are written; what is left out or empty is not there. */
export type WrittenSettings = Partial<Record<SettingName, string>>

export type ParsedSettings = {
  [Name in SettingName]: ReturnType<(typeof SETTING_TABLE)[Name]['parse']> | undefined
}
