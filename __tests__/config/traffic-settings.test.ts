import { describe, expect, it } from '@jest/globals'
import { checkSettings } from '../../src/config/check-settings.ts'
import { effectiveSettings } from '../../src/config/effective-settings.ts'
import { jobMinutesOf } from '../../src/config/job-minutes.ts'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { sayProblem } from '../../src/config/say-problem.ts'
import type { WrittenSettings } from '../../src/config/setting-table.ts'
import { trafficSeconds } from '../../src/config/traffic-settings.ts'

const COMMON: WrittenSettings = {
  ...{ 'deploy-command': './deploy', metric: 'prometheus', errors: 'e', total: 't', threshold: '1%' },
  'traffic-command': './route "$TAGBACK_TRAFFIC_PERCENT"',
}

const trafficOf = (written: WrittenSettings) => {
  const checked = checkSettings({ ...COMMON, ...written })
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  return checked.settings.traffic
}

const problemsOf = (written: WrittenSettings): string[] => {
  const checked = checkSettings(written)
  return checked.kind === 'problems' ? checked.problems.map(({ setting, message }) => `${setting}: ${message}`) : []
}

describe('settings of the traffic', () => {
  it('are none without a command and an address', () =>
    expect(trafficOf({ 'traffic-command': undefined as unknown as string })).toBeNull())

  it('give a release all of it in one step unless told', () =>
    expect(trafficOf({})).toMatchObject({ steps: [100], stepDuration: 300, rollbackSteps: [], timeout: 20 }))

  it('share min-duration among the steps, so that healthy is not said later than without them', () =>
    expect(trafficOf({ 'traffic-steps': '5, 25, 50, 100' })).toMatchObject({
      steps: [5, 25, 50, 100],
      stepDuration: 75,
    }))

  it('leave no step shorter than what a poll needs', () =>
    expect(trafficOf({ 'traffic-steps': '5, 25', interval: '4m', duration: '1h' })?.stepDuration).toBe(240))

  it('take the request as it is written', () =>
    expect(
      trafficOf({
        ...{ 'traffic-command': undefined as unknown as string, 'traffic-url': 'https://r/{percent}' },
        ...{ 'traffic-method': 'POST', 'traffic-body': '{}', 'traffic-headers': 'X: y' },
      })?.hook,
    ).toStrictEqual({ kind: 'url', url: 'https://r/{percent}', method: 'POST', body: '{}', headers: 'X: y' }))

  it.each<[string, WrittenSettings, string]>([
    [
      'not rising',
      { 'traffic-steps': '5, 50, 25' },
      'traffic-steps: expected rising per cents such as 5, 25, 100, got 25 after 50',
    ],
    [
      'twice the same',
      { 'traffic-steps': '5, 5' },
      'traffic-steps: expected rising per cents such as 5, 25, 100, got 5 after 5',
    ],
    [
      'above a hundred',
      { 'traffic-steps': '50, 150' },
      'traffic-steps: expected whole per cents from 1 to 100 such as 5, 25, 100, got "150"',
    ],
    [
      'a fraction',
      { 'traffic-steps': '0.5' },
      'traffic-steps: expected whole per cents from 1 to 100 such as 5, 25, 100, got "0.5"',
    ],
    ['nothing', { 'traffic-steps': ',' }, 'traffic-steps: expected 1 to 20 per cents such as 5, 25, 100, got 0'],
    [
      'not falling',
      { 'rollback-steps': '25, 50' },
      'rollback-steps: expected falling per cents such as 50, 25, got 50 after 25',
    ],
    [
      'too long for the watch',
      { 'traffic-steps': '5, 25, 50, 100', 'step-duration': '3m' },
      'traffic-steps: expected steps that fit into duration (600s), got 4 of 180s each',
    ],
    [
      'as long as polls allow, and too long',
      { 'traffic-steps': '5, 50, 100', 'step-duration': '190s', interval: '1m' },
      'traffic-steps: expected steps that fit into duration (600s), got 3 of 240s each',
    ],
    [
      'too short for a poll',
      { 'step-duration': '5s', 'traffic-steps': '5', interval: '10s' },
      'step-duration: expected 10s or more: nothing is measured in less, got 5s',
    ],
    [
      'two ways',
      { 'traffic-url': 'https://r/{percent}' },
      'traffic-url: expected traffic-url or traffic-command, got both',
    ],
  ])('refuse steps that are %s', (_what, written, problem) =>
    expect(problemsOf({ ...COMMON, ...written })).toStrictEqual([problem]),
  )

  it.each<[WrittenSettings, string]>([
    [{ 'traffic-steps': '5' }, 'traffic-steps: expected traffic-command or traffic-url beside it, got none'],
    [{ 'traffic-body': '{}' }, 'traffic-body: expected traffic-url beside it, got none'],
    [
      { 'traffic-command': 'x', 'rollback-steps': '5' },
      'rollback-steps: expected a metric to watch the steps by, got none',
    ],
    [{ 'traffic-command': 'x', 'step-duration': '5m' }, 'step-duration: expected traffic-steps beside it, got none'],
    [{ 'traffic-url': 'https://r/on' }, 'traffic-url: expected {percent} in it or in traffic-body, got none'],
    [
      { 'traffic-url': 'https://r/{percent}', 'traffic-method': 'GET', 'traffic-body': '{}' },
      'traffic-body: expected none with traffic-method: GET, got one',
    ],
  ])('refuse %j', (written, problem) =>
    expect(problemsOf({ 'deploy-command': './deploy', ...written })).toStrictEqual([problem]),
  )

  it('can be a list in the file, and say where they contradict each other', () => {
    const file = [
      'defaults:',
      '  duration: 4m',
      '  traffic-command: ./route',
      'environments:',
      '  production-canary:',
      '    traffic-steps: [5, 25, 50]',
      '    step-duration: 2m',
    ].join('\n')
    const read = readConfigFile(file, '.github/tagback.yml')
    if (read.kind === 'problems') throw new Error(read.problems.join())
    const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
    const { 'traffic-command': _, ...inputs } = COMMON
    const effective = effectiveSettings(read.config, component, 'production-canary', inputs)
    const checked = checkSettings(effective.written, {})
    if (checked.kind === 'settings') throw new Error('expected problems')
    expect(checked.problems.map((problem) => sayProblem(problem, effective, 'Input '))).toStrictEqual([
      '.github/tagback.yml:6:20 traffic-steps: expected steps that fit into duration (240s), got 3 of 120s each (.github/tagback.yml:7:20 step-duration, .github/tagback.yml:2:13 duration)',
    ])
  })

  it('make a job longer by what they take', () => {
    const steps = { steps: [5, 50, 100], rollbackSteps: [50], stepDuration: 60, timeout: 20 }
    expect([trafficSeconds(steps, true), trafficSeconds(steps, false)]).toStrictEqual([200, 320])
    const written = { ...COMMON, 'traffic-steps': '5, 50, 100', 'rollback-steps': '50', 'step-duration': '3m' }
    const { 'traffic-command': _, ...without } = COMMON
    expect(jobMinutesOf(written) - jobMinutesOf(without)).toBe(5)
  })
})
