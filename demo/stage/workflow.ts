export type ServiceAddress = { url: string; directory: string }

export const WORKFLOW_PATH = '.github/workflows/guard.yml'

type GuardJob = {
  /** Glob of the tags whose pushes start it. */
  tags: string
  /** All that ties the workflow to the services of the demo. */
  env: Readonly<Record<string, string>>
}

/** The workflow that a user of the action would write, up to its one step. */
export const guardWorkflow = ({ tags, env }: GuardJob): string => `name: guard
on:
  push:
    tags: ['${tags}']
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
${indented(
  6,
  Object.entries(env).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
)}
    steps:
      - uses: tagback/tagback@v1
`

const indented = (depth: number, lines: readonly string[]): string =>
  lines.map((line) => `${' '.repeat(depth)}${line}`).join('\n')

/** Durations that fit a demo, and what they are judged by. */
export const demoSettings = (depth: number, duration: string): string =>
  indented(depth, [
    'threshold: 5%',
    'settle: 1s',
    'interval: 1s',
    'min-duration: 4s',
    `duration: ${duration}`,
    'ignore-blips: 2s',
    'verify-duration: 3s',
    'deploy-timeout: 10s',
  ])

/** The metric of the service of the demo. */
export const demoMetric = (depth: number): string =>
  indented(depth, [
    'metric: prometheus-text',
    'errors: http_requests_total{path="/extract",code=~"5.."}',
    'total: http_requests_total{path="/extract"}',
  ])

/** All settings stand in the workflow. */
export const workflowFor = ({ url, directory }: ServiceAddress): string =>
  `${guardWorkflow({
    tags: 'components/*/*/production',
    env: { SERVICE_URL: url, SERVICE_DIRECTORY: directory },
  })}        with:
          deploy-command: |
            cp "prompts/$TAGBACK_NAME.md" "$SERVICE_DIRECTORY/prompt.md"
            echo "$TAGBACK_VERSION" > "$SERVICE_DIRECTORY/version"
            curl --fail --silent --show-error --request POST "$SERVICE_URL/reload"
          verify-url: ${url}/version
          metric-url: ${url}/metrics
${demoMetric(10)}
${demoSettings(10, '15s')}
`
