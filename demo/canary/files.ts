import { demoSettings, guardWorkflow, WORKFLOW_PATH } from '../stage/workflow.ts'
import { CANARY } from './acts.ts'

/** The workflow and the configuration that a user of the action would write, with durations that fit a demo. */
export const filesFor = (router: string, directory: string): Record<string, string> => ({
  [WORKFLOW_PATH]: guardWorkflow({
    tags: 'components/*/*/production*',
    env: { ROUTER: router, SERVICES: directory },
  }),
  '.github/tagback.yml': `defaults:
  deploy-command: |
    cp "prompts/$TAGBACK_NAME.md" "$SERVICES/$TAGBACK_ENVIRONMENT/prompt.md"
    echo "$TAGBACK_VERSION" > "$SERVICES/$TAGBACK_ENVIRONMENT/version"
    curl --fail --silent --show-error --request POST "$ROUTER/reload/$TAGBACK_ENVIRONMENT"
  verify-url: ${router}/version/{environment}
  metric: prometheus-text
  metric-url: ${router}/metrics
  errors: http_requests_total{environment="{environment}",code=~"5.."}
  total: http_requests_total{environment="{environment}"}
${demoSettings(2, '8s')}
environments:
  ${CANARY}:
    canary-of: production
    promote: auto
`,
})
