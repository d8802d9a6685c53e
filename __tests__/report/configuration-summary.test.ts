import { expect, it } from '@jest/globals'
import type { CheckedPair } from '../../src/flows/check-configuration.ts'
import { configurationSummary } from '../../src/report/configuration-summary.ts'

const pair: CheckedPair = {
  component: 'components/prompts/a',
  environment: 'dev',
  settings: [],
  problems: [],
  leftToInputs: [],
  jobMinutes: 85,
}

it.each<[CheckedPair[], string]>([
  [[], 'No component has an environment tag yet'],
  [[pair], 'checked for the one environment tag of'],
  [[pair, pair], 'checked for all 2 environment tags of'],
])('says what the file was checked for', (pairs, said) => {
  expect(
    configurationSummary('.github/tagback.yml', { problems: [], warnings: [], pairs, readiness: [] }, true),
  ).toContain(said)
})

it('warns of sections that nothing belongs to, unless there are tags that were not read', () => {
  const checked = { problems: [], warnings: ['.github/tagback.yml:3:3 prod: fits no environment tag'], pairs: [pair] }
  expect(configurationSummary('.github/tagback.yml', { ...checked, readiness: [] }, true)).toContain(
    'prod: fits no environment tag',
  )
  expect(configurationSummary('.github/tagback.yml', { ...checked, readiness: [] }, false)).not.toContain('fits no')
})
