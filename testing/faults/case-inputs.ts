import { DEPLOY } from './case-service.ts'

/** The shortest watch that the settings allow, and a deploy that is given up soon. */
export const caseInputs = (service: string): Record<string, string> => ({
  'deploy-command': DEPLOY,
  'deploy-timeout': '4s',
  metric: 'prometheus-text',
  'metric-url': `${service}/metrics`,
  errors: 'requests_total{code=~"5.."}',
  total: 'requests_total',
  threshold: '5%',
  settle: '0s',
  interval: '1s',
  'min-duration': '1s',
  duration: '3s',
  'ignore-blips': '0s',
  'verify-url': `${service}/version`,
  'verify-duration': '2s',
})
