import { expect, it } from '@jest/globals'
import { checkConfiguration } from '../../src/flows/check-configuration.ts'

const FILE = '.github/tagback.yml'
const component = (name: string) => ({
  ...{ id: `components/prompts/${name}`, prefix: 'components', type: 'prompts', name },
})
const tags = [
  { component: component('triage'), environment: 'production' },
  { component: component('triage'), environment: 'dev' },
  { component: component('extraction'), environment: 'production' },
]
const check = (text: string) => checkConfiguration(text, FILE, tags)

it('names the pair and both places when sections contradict each other', () => {
  const { problems } =
    check(`defaults: {deploy: none, metric: prometheus, metric-url: http://p, errors: e, total: t, threshold: 1%}
environments:
  production:
    duration: 5m
components:
  prompts/triage:
    min-duration: 6m
`)
  expect(problems).toStrictEqual([
    `${FILE}:7:19 min-duration: expected at most duration (300s), got 360s (${FILE}:4:15 duration), for components/prompts/triage in production`,
  ])
})

it('warns of sections that fit no tag, with their places', () => {
  const { problems, warnings } = check(`defaults: {deploy: none}
environments:
  prod: {paths: a}
  dev: {paths: b}
components:
  prompts/*: {paths: c}
  prompt/triage: {paths: d}
`)
  expect(problems).toStrictEqual([])
  expect(warnings).toStrictEqual([
    `${FILE}:3:3 prod: fits no environment tag`,
    `${FILE}:7:3 prompt/triage: fits no component that has an environment tag`,
  ])
})

it('has no such warnings before there is any tag', () => {
  expect(checkConfiguration('environments: {prod: {paths: a}}', FILE, []).warnings).toStrictEqual([])
})

it('places metrics that are all dry-run', () => {
  const { problems } = check(`defaults:
  deploy: none
  metric: prometheus
  metric-url: http://p
  threshold: 1%
  metrics:
    slow: {errors: e, total: t, dry-run: true}
`)
  expect(problems).toStrictEqual([
    `${FILE}:7:42 metrics.slow.dry-run: expected at least one metric that decides, all of them are dry-run`,
  ])
})

it('counts both environments for a canary that is promoted by itself', () => {
  const { pairs } =
    check(`defaults: {deploy: none, metric: prometheus, metric-url: http://p, errors: e, total: t, threshold: 1%}
environments:
  dev: {canary-of: production, promote: auto, deploy-timeout: 1m}
  production: {deploy-timeout: 5m}
`)
  // Canary 10 + 6 × 1 + 10 + 2 → 30, production 10 + 6 × 5 + 10 + 2 → 55.
  const minutes = pairs.map(({ environment, jobMinutes }) => [environment, jobMinutes])
  expect(minutes).toStrictEqual([
    ['production', 55],
    ['dev', 85],
    ['production', 55],
  ])
})

it('adds up what a job needs through every ring that follows by itself, and for those that go back together', () => {
  const minutesOf = (third: string) => {
    const names = ['us', 'eu', 'asia']
    const pairs = names.map((environment) => ({ component: component('triage'), environment }))
    const text = `defaults: {deploy: none, deploy-timeout: 1m, duration: 10m, verify-duration: 2m}
environments:
  us: {}
  eu: {after: us, follow: auto}
  asia: {after: eu, ${third}}
`
    return checkConfiguration(text, FILE, pairs).pairs.map(({ jobMinutes }) => jobMinutes)
  }
  expect(minutesOf('follow: manual')).toStrictEqual([60, 30, 30])
  expect(minutesOf('follow: auto')).toStrictEqual([90, 60, 30])
  expect(minutesOf('follow: auto, on-ring-failure: roll-back-all')).toStrictEqual([100, 65, 30])
})
