import type { SettingName } from '../../src/config/setting-table.ts'

/** Every setting once, under the page that explains it. */
export const SETTING_GROUPS: readonly { title: string; page: string; names: readonly SettingName[] }[] = [
  { title: 'What is followed', page: '../tags-and-releases.md', names: ['tag-prefixes'] },
  {
    title: 'Deploy',
    page: '../arming.md',
    names: [
      'deploy-command',
      'deploy-workflow',
      'deploy',
      'deploy-timeout',
      'paths',
      'require-armed',
      'allow-untested-target',
    ],
  },
  {
    title: 'Metric',
    page: '../metrics.md',
    names: [
      'metric',
      'metric-url',
      'metric-headers',
      'metric-command',
      'errors',
      'total',
      'rate',
      'rate-window',
      'lag',
    ],
  },
  {
    title: 'Watch',
    page: '../watching.md',
    names: [
      ...(['threshold', 'false-rollback-risk', 'settle', 'interval', 'min-duration', 'duration'] as const),
      ...(['ignore-blips', 'noise', 'minimum-requests'] as const),
      ...(['on-regressed', 'on-inconclusive', 'on-unavailable', 'monitor-for'] as const),
    ],
  },
  {
    title: 'Proof of what is served',
    page: '../rolling-back.md',
    names: ['verify-url', 'verify-value', 'verify-command', 'verify-duration'],
  },
  {
    title: 'Canaries',
    page: '../canaries.md',
    names: ['canary-of', 'tolerance', 'promote', 'on-failure'],
  },
  {
    title: 'Readiness',
    page: '../readiness.md',
    names: ['require', 'on-unready', 'max-drill-age', 'drilled-in'],
  },
  {
    title: 'Traffic',
    page: '../traffic.md',
    names: [
      ...(['traffic-command', 'traffic-url', 'traffic-method', 'traffic-headers', 'traffic-body'] as const),
      ...(['traffic-timeout', 'traffic-steps', 'step-duration', 'rollback-steps'] as const),
    ],
  },
  { title: 'Rings', page: '../rings.md', names: ['follow', 'out-of-order', 'on-ring-failure'] },
  { title: 'Telling people', page: '../incidents.md', names: ['on-rollback', 'owner', 'notify-webhook'] },
  { title: 'Cancelled and lost runs', page: '../cancellation.md', names: ['on-cancel'] },
  { title: 'Releases that were rolled back', page: '../ledger.md', names: ['quarantine'] },
]
