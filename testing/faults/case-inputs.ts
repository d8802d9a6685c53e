import { DEPLOY } from './case-service.ts'

/** Watches that end as soon as there is enough to judge, and a deploy that is given up soon. */
export const caseInputs = (service: string): Record<string, string> => ({
  'deploy-command': DEPLOY,
  'deploy-timeout': '4s',
  metric: 'prometheus-text',
  'metric-url': `${service}/{name}/metrics`,
  errors: 'requests_total{code=~"5.."}',
  total: 'requests_total',
  threshold: '5%',
  settle: '0s',
  interval: '1s',
  'min-duration': '1s',
  // Longer than a metric is given to answer: one answer that is missing leaves time to judge.
  duration: '20s',
  'ignore-blips': '0s',
  'verify-url': `${service}/{name}/version`,
  'verify-duration': '2s',
})
