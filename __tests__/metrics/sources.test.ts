import { expect, test } from '@jest/globals'
import { createSource } from '../../src/metrics/sources.ts'
import { settingsFor } from './settings-for.ts'

test.each([
  ['prometheus', 'Prometheus at https://metrics.test/api/v1/query: rate x'],
  ['prometheus-text', 'metrics page https://metrics.test/: rate x'],
  ['http-json', 'JSON of https://metrics.test/: rate x'],
  ['datadog', 'Datadog at https://metrics.test/api/v1/query: rate x'],
  ['command', 'metric-command'],
])('%s', (name, description) => {
  const run = () => Promise.reject(new Error('nothing is run while it is built'))
  const refuse = () => Promise.reject(new Error('nothing is sent while it is built'))
  const settings = settingsFor({ url: 'https://metrics.test/', rate: 'x', command: 'true', run, fetch: refuse })
  expect(createSource(name, settings).description).toBe(description)
})

test.each(['', 'Prometheus', 'toString', '__proto__'])('there is no source %j', (name) => {
  const expected = 'metric: expected one of prometheus, prometheus-text, http-json, datadog, command, got'
  expect(() => createSource(name, settingsFor({}))).toThrow(`${expected} ${JSON.stringify(name)}`)
})
