import { WORKFLOW_PATH } from '../stage/workflow.ts'
import { CANARY } from './acts.ts'

/**
 * The workflow and the configuration that a user of the action would write, with durations that fit a demo. The
 * environment variables of the job are all that ties it to the services of the demo.
 */
export const filesFor = (router: string, directory: string): Record<string, string> => ({
  [WORKFLOW_PATH]: `name: guard
on:
  push:
    tags: ['components/*/*/production*']
permissions:
  contents: write
  deployments: write
  issues: write
concurrency:
  group: guard-\${{ github.ref }}
  queue: max
jobs:
  guard:
    runs-on: ubuntu-latest
    env:
      ROUTER: ${JSON.stringify(router)}
      SERVICES: ${JSON.stringify(directory)}
    steps:
      - uses: tagback/tagback@v1
`,
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
  threshold: 5%
  settle: 1s
  interval: 1s
  min-duration: 4s
  duration: 8s
  ignore-blips: 2s
  verify-duration: 3s
  deploy-timeout: 10s
environments:
  ${CANARY}:
    canary-of: production
    promote: auto
`,
})
