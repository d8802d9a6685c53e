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
  // On a busy machine polls come late.
  duration: '10s',
  'ignore-blips': '0s',
  'verify-url': `${service}/{name}/version`,
  'verify-duration': '2s',
})
