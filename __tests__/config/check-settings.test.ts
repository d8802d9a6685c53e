import { describe, expect, it } from '@jest/globals'
import { checkSettings } from '../../src/config/check-settings.ts'
import type { WrittenSettings } from '../../src/config/setting-table.ts'

const good: WrittenSettings = {
  'deploy-command': './deploy',
  metric: 'prometheus',
  errors: 'e',
  total: 't',
  threshold: '1%',
}
const problemsOf = (written: WrittenSettings): string => {
  const checked = checkSettings(written)
  return checked.kind === 'problems'
    ? checked.problems.map(({ setting, message }) => `${setting}: ${message}`).join('\n')
    : ''
}

describe('checkSettings', () => {
  it('fills in the defaults', () => {
    const checked = checkSettings(good)
    expect(checked).toMatchObject({
      settings: {
        deploy: { kind: 'command', timeout: 600 },
        watch: {
          ...{ settle: 30, lag: 0, verifyDuration: 120, interval: 5, duration: 600 },
          metrics: [
            {
              ...{ name: 'metric', dryRun: false, source: 'prometheus', errors: 'e', total: 't' },
              policy: { threshold: 0.01, interval: 5, duration: 600, minDuration: 300, falseRollbackRisk: 0.05 },
            },
          ],
        },
        onRegressed: 'roll-back',
        onInconclusive: 'keep',
        onUnavailable: 'hold',
      },
    })
  })

  it('takes an environment without a metric', () => {
    expect(checkSettings({ deploy: 'none' })).toMatchObject({ settings: { watch: null, deploy: { kind: 'none' } } })
  })

  it.each<[WrittenSettings, string]>([
    [{ ...good, threshold: '1' }, 'threshold: expected a rate with a unit such as 1% or 0.01, got "1"'],
    [{ ...good, threshold: '0%' }, 'threshold: expected a rate above 0% and below 100%, got "0%"'],
    [{ ...good, threshold: '100%' }, 'threshold: expected a rate above 0% and below 100%, got "100%"'],
    [{ ...good, threshold: 'NaN' }, 'threshold: expected a rate with a unit'],
    [{ ...good, duration: '-5m' }, 'duration: expected a duration with units such as 30s'],
    [{ ...good, duration: '10' }, 'duration: expected a duration with units such as 30s'],
    [{ ...good, duration: '400d' }, 'duration: expected a duration from 2s to 1d, got "400d"'],
    [{ ...good, interval: '0s' }, 'interval: expected a duration from 1s to 1h'],
    [{ ...good, duration: '20s' }, 'duration: expected 35s or more: nothing is measured before settle + lag'],
    [{ ...good, duration: '60s', interval: '40s' }, 'duration: expected 80s or more'],
    [{ ...good, 'verify-duration': '9s' }, 'verify-duration: expected 0s, or 10s or more: nothing is measured before'],
    [{ ...good, interval: '1m', 'verify-duration': '90s' }, 'verify-duration: expected 0s, or 120s or more'],
    [{ ...good, threshold: '99.99999999999999%' }, 'threshold: expected a ratio above 0 and below 1, such as 0.01'],
    [{ ...good, duration: '5m', 'min-duration': '6m' }, 'min-duration: expected at most duration (300s), got 360s'],
    [
      { metric: 'prometheus', errors: 'e', total: 't', threshold: '1%' },
      'deploy-command: expected a command, or deploy-workflow, or `deploy: none`',
    ],
    [
      { ...good, deploy: 'none' },
      'deploy: expected one of deploy-command, deploy-workflow and deploy: none, got deploy-command and deploy',
    ],
    [{ ...good, total: undefined as never }, 'metric: expected errors and total, or rate, got errors'],
    [{ ...good, rate: 'r' }, 'errors: expected errors and total, or rate, got errors and total and rate'],
    [{ 'deploy-command': 'x', threshold: '1%' }, 'threshold: expected metric (the source) beside it, got none'],
    [{ ...good, threshold: undefined as never }, 'threshold: expected a rate such as 1%, got none'],
    [{ ...good, 'on-regressed': 'rollback' }, 'on-regressed: expected roll-back or report, got "rollback"'],
    [{ ...good, 'minimum-requests': '1.5' }, 'minimum-requests: expected a whole number from 1'],
    [
      { ...good, 'verify-url': 'x', 'verify-command': 'y' },
      'verify-url: expected verify-url or verify-command, got both',
    ],
  ])('refuses %p', (written, message) => expect(problemsOf(written)).toContain(message))

  it('watches the recovery for long enough to measure it where nothing is said of that', () => {
    const verifyDuration = (written: WrittenSettings) => {
      const checked = checkSettings({ ...good, ...written })
      return checked.kind === 'settings' ? checked.settings.watch?.verifyDuration : checked
    }
    expect(verifyDuration({ interval: '5m', duration: '1h' })).toBe(600)
    expect(verifyDuration({ interval: '5m', duration: '1h', 'verify-duration': '0s' })).toBe(0)
    expect(verifyDuration({})).toBe(120)
  })

  it('says everything that is wrong at once', () => {
    expect(problemsOf({ ...good, threshold: '1', duration: '5', interval: 'x' }).split('\n')).toHaveLength(3)
  })
})
