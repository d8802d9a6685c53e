import { expect, it } from '@jest/globals'
import { drillPhases } from '../../../src/flows/drill/drill-phases.ts'
import type { TimelineEvent } from '../../../src/flows/outcome.ts'

const timeline = (...events: [TimelineEvent['event'], number][]): TimelineEvent[] =>
  events.map(([event, at]) => ({ event, at }))

const whole: [TimelineEvent['event'], number][] = [
  ['started', 0],
  ['armed', 300],
  ['deploy-started', 500],
  ['deployed', 2_000],
  ['decided', 9_000],
  ['tag-moved-back', 9_100],
  ['redeployed', 11_000],
  ['verified', 11_500],
  ['recovered', 131_500],
  ['ended', 131_900],
]

it('takes the timeline apart, and counts from the bad release to the one before being served', () => {
  expect(drillPhases(timeline(...whole))).toStrictEqual({
    phases: {
      arm: 300,
      deploy: 1_500,
      detect: 7_000,
      'move-back': 100,
      redeploy: 1_900,
      verify: 500,
      recover: 120_000,
    },
    timeToRollback: 9_500,
  })
})

it('of a deploy that fails there is nothing to detect', () => {
  const failed = timeline(
    ['started', 0],
    ['deploy-started', 1],
    ['deploy-failed', 5],
    ['tag-moved-back', 8],
    ['redeployed', 20],
  )
  expect(drillPhases(failed)).toStrictEqual({
    phases: { deploy: 4, 'move-back': 3, redeploy: 12 },
    timeToRollback: 15,
  })
})

it('what did not take place has no time; a late answer to the move takes none', () => {
  expect(drillPhases(timeline(['started', 0], ['armed', 3]))).toStrictEqual({
    phases: { arm: 3 },
    timeToRollback: null,
  })
  const late = timeline(['deployed', 0], ['decided', 5], ['redeployed', 20], ['tag-moved-back', 30], ['verified', 40])
  expect(drillPhases(late)).toMatchObject({ phases: { redeploy: 0, verify: 20 }, timeToRollback: 40 })
})
