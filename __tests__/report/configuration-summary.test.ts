import { expect, it } from '@jest/globals'
import type { CheckedPair } from '../../src/flows/check-configuration.ts'
import { configurationSummary } from '../../src/report/configuration-summary.ts'

const pair: CheckedPair = {
  component: 'components/prompts/a',
  environment: 'dev',
  settings: [],
  problems: [],
  leftToInputs: [],
}

it.each<[CheckedPair[], string]>([
  [[], 'There is no environment tag yet'],
  [[pair], 'One environment tag follows it.'],
  [[pair, pair], '2 environment tags follow it.'],
])('says how many environment tags follow the file', (pairs, said) => {
  expect(configurationSummary('.github/tagback.yml', { problems: [], pairs }, true)).toContain(said)
})
