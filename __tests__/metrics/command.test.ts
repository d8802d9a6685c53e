import { execFile } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { command, readingOfOutput } from '../../src/metrics/command.ts'
import type { RunScript } from '../../src/metrics/source-settings.ts'
import { settingsFor } from './settings-for.ts'

/** A real shell, without what the deploys' runner adds. */
const run: RunScript = (script, timeoutSeconds) =>
  new Promise((resolve) => {
    execFile('bash', ['-eo', 'pipefail', '-c', script], { timeout: timeoutSeconds * 1000 }, (error, stdout) => {
      if (error?.killed) resolve({ kind: 'failed', what: 'timeout', detail: `not finished after ${timeoutSeconds} s` })
      else resolve({ kind: 'exited', code: typeof error?.code === 'number' ? error.code : 0, stdout })
    })
  })
const ask = (script: string, timeoutSeconds = 5) =>
  command(settingsFor({ command: script, run, timeoutSeconds })).read({ since: 0, until: 1 })

describe('a script', () => {
  test('that counts', async () => {
    expect(await ask(`echo '{"errors": 3, "total": 1000}'`)).toEqual({
      kind: 'counters',
      errors: new Map([['errors', 3]]),
      total: new Map([['total', 1000]]),
    })
  })

  test('that fails', async () => {
    const detail = 'metric-command: expected exit code 0, found 3'
    expect(await ask(`echo '{"rate": 0}'; exit 3`)).toEqual({ kind: 'unavailable', what: 'missing-value', detail })
  })

  test('that hangs', async () => {
    const detail = 'metric-command: not finished after 0.05 s'
    expect(await ask('sleep 10', 0.05)).toEqual({ kind: 'unavailable', what: 'timeout', detail })
  })

  test.each([
    [{ run }, 'metric-command: expected a script, got none'],
    [{ run, command: ' ' }, 'metric-command: expected a script, got none'],
    [{ command: 'true' }, 'metric: a command cannot be run here'],
  ])('%j: %s', (settings, message) => {
    expect(() => command(settingsFor(settings))).toThrow(message)
  })
})

describe('output', () => {
  test.each([
    ['{"rate":0.5}', { kind: 'rate', rate: 0.5 }],
    ['{"rate":"0.5"}', { kind: 'rate', rate: 0.5 }],
    ['{"rate":5}', { kind: 'unavailable', what: 'out-of-range' }],
    ['{"nothing":"no\\ntraffic"}', { kind: 'nothing', what: 'empty', detail: 'no traffic' }],
    ['{"nothing":true}', { kind: 'unavailable', what: 'wrong-type' }],
    [
      '{"errors":1}',
      { kind: 'unavailable', what: 'missing-value', detail: expect.stringContaining('found JSON with errors') },
    ],
    ['{"errors":1,"total":2,"rate":0.5}', { kind: 'unavailable', what: 'missing-value' }],
    ['{"errors":null,"total":2}', { kind: 'unavailable', what: 'missing-value' }],
    ['{"errors":-1,"total":2}', { kind: 'unavailable', what: 'out-of-range' }],
    ['[1,2]', { kind: 'unavailable', what: 'missing-value' }],
    ['null', { kind: 'unavailable', what: 'missing-value' }],
    ['', { kind: 'unavailable', what: 'malformed' }],
    [
      'done\n{"rate":0}',
      { kind: 'unavailable', what: 'malformed', detail: expect.stringContaining('expected {"errors":3') },
    ],
  ])('%j', (stdout, reading) => {
    expect(readingOfOutput(stdout)).toMatchObject(reading)
  })

  test('whatever it is, it has a name', () => {
    const nearly = fc.dictionary(fc.constantFrom('errors', 'total', 'rate', 'nothing'), fc.jsonValue())
    fc.assert(
      fc.property(
        fc.oneof(
          nearly.map((data) => JSON.stringify(data)),
          fc.json(),
          fc.string(),
        ),
        (stdout) => {
          const { kind } = readingOfOutput(stdout)
          expect(['counters', 'rate', 'nothing', 'unavailable']).toContain(kind)
        },
      ),
    )
  })
})
