export type ServiceAddress = { url: string; directory: string }

export const WORKFLOW_PATH = '.github/workflows/guard.yml'

/**
 * The workflow that a user of the action would write, with durations that fit a demo. Its environment variables are
 * all that ties it to the service of the demo.
 */
export const workflowFor = ({ url, directory }: ServiceAddress): string => `name: guard
on:
  push:
    tags: ['components/*/*/production']
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
      SERVICE_URL: ${JSON.stringify(url)}
      SERVICE_DIRECTORY: ${JSON.stringify(directory)}
    steps:
      - uses: tagback/tagback@v1
        with:
          deploy-command: |
            cp "prompts/$TAGBACK_NAME.md" "$SERVICE_DIRECTORY/prompt.md"
            echo "$TAGBACK_VERSION" > "$SERVICE_DIRECTORY/version"
            curl --fail --silent --show-error --request POST "$SERVICE_URL/reload"
          verify-url: ${url}/version
          metric: prometheus-text
          metric-url: ${url}/metrics
          errors: http_requests_total{path="/extract",code=~"5.."}
          total: http_requests_total{path="/extract"}
          threshold: 5%
          settle: 1s
          interval: 1s
          min-duration: 4s
          duration: 15s
          ignore-blips: 2s
          verify-duration: 3s
          deploy-timeout: 10s
`
