import { join } from 'node:path'
import { runAction } from '../testing/runner/start-action.ts'
import type { Stage } from './stage.ts'

const ACTION = join(import.meta.dirname, '../drill/action.yml')

export type MeasuredDrill = {
  /** Of the process, from its start to its end. */
  ms: number
  /** Between two polls of one watch: `interval`, and what the timer took more. */
  waitedMs: number
  answeringMs: number
  timeToRollback: number
  phases: Partial<Record<string, number>>
  requests: { api: number; git: number }
}

/** The shortest watches that the settings allow: a second from the first poll, where counting begins, to the one that decides. */
const INPUTS = {
  'deploy-command':
    'mkdir -p "$SERVICE/$TAGBACK_ENVIRONMENT"; cp errors version "$SERVICE/$TAGBACK_ENVIRONMENT"; echo 0 > "$SERVICE/errors"',
  'verify-command': 'grep -qx "$TAGBACK_VERSION" "$SERVICE/$TAGBACK_ENVIRONMENT/version"',
  metric: 'prometheus-text',
  errors: 'requests_total{code="500"}',
  total: 'requests_total',
  threshold: '5%',
  settle: '0s',
  interval: '1s',
  'ignore-blips': '0s',
  'min-duration': '2s',
  duration: '4s',
  'verify-duration': '1s',
}

/** Marks the environment of the drills, on the default branch. */
export async function prepareDrills({ edgit, push }: Pick<Stage, 'edgit' | 'push'>): Promise<void> {
  const file = 'environments:\n  production-drill:\n    drill: true\n'
  await edgit.commit({ '.github/tagback.yml': file }, 'Practise', '2026-11-20T08:00:00Z')
  await push('main')
}

/** One drill with injected figures, from the start of the process to its end. */
export async function measureDrill(stage: Stage): Promise<MeasuredDrill> {
  const { github, repository, service, token, serviceFolder } = stage
  github.clearRequests()
  const scrapesBefore = service.answeredAt.length
  const result = await runAction({
    ...{ action: ACTION, github, repository: repository.fullName, token },
    ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'schedule', payload: {} } },
    inputs: { ...INPUTS, component: 'prompts/extraction', 'metric-url': `${service.url}/metrics` },
    env: { SERVICE: serviceFolder },
  })
  if (result.outputs.reason !== 'drill-passed') throw new Error(`The drill did not pass:\n${result.log}`)
  const { figures } = JSON.parse(result.outputs.result ?? 'null') as {
    figures: { phases: MeasuredDrill['phases']; timeToRollback: number }
  }
  // One when it is armed, then two for each of the two watches.
  const [, first, second, third, fourth, ...more] = service.answeredAt.slice(scrapesBefore)
  if (first === undefined || second === undefined || third === undefined || fourth === undefined || more.length > 0)
    throw new Error(`Expected five scrapes, found ${service.answeredAt.length - scrapesBefore}`)
  const api = github.requests.filter(({ kind }) => kind !== 'git').length
  return {
    ...{ ...figures, ms: result.ms, waitedMs: second - first + (fourth - third) },
    answeringMs: github.requests.reduce((sum, { ms }) => sum + ms, 0),
    requests: { api, git: github.requests.length - api },
  }
}
