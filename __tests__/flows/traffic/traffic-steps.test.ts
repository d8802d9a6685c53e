import { describe, expect, it } from '@jest/globals'
import {
  beginSteps,
  chooseStep,
  isWatchedThrough,
  stepFailed,
  stepsLater,
  stepTaken,
  watchedThrough,
} from '../../../src/flows/traffic/traffic-steps.ts'

const begun = beginSteps({ steps: [5, 25, 100], stepDuration: 60 })
const first = stepTaken(begun, 0, 0)
const second = stepTaken(first, 60, 300)
const last = stepTaken(second, 120, 900)

describe('the steps of the traffic', () => {
  it('begin at once, whatever is known', () =>
    expect(chooseStep(begun, 0, 0.5, 'unanswered')).toStrictEqual({ act: 'take', percent: 5 }))

  it.each([
    ['watched for long enough', 60, null, { act: 'take', percent: 25 }],
    ['nearly: timers are not exact', 59.6, null, { act: 'take', percent: 25 }],
    ['not yet', 59, null, { act: 'wait', why: 'watching' }],
    ['the last poll failed', 60, 'unanswered', { act: 'wait', why: 'unanswered' }],
    ['nothing came in', 60, 'nothing-counted', { act: 'wait', why: 'nothing-counted' }],
    ['it looks bad', 90, 'leans-regressed', { act: 'wait', why: 'leans-regressed' }],
  ] as const)('go on when the one before was seen: %s', (_what, at, hindrance, choice) =>
    expect(chooseStep(first, at, 0.5, hindrance)).toStrictEqual(choice),
  )

  it('end', () => expect(chooseStep(last, 500, 0.5, null)).toStrictEqual({ act: 'done' }))

  it('are tried again after a while when the router did not take one', () => {
    const failed = stepFailed(first, 60, 'down')
    expect(chooseStep(failed, 70, 0.5, null)).toStrictEqual({ act: 'wait', why: 'failed' })
    expect(chooseStep(failed, 75, 0.5, null)).toStrictEqual({ act: 'take', percent: 25 })
    expect(stepTaken(failed, 75, 0).failed).toBeNull()
    expect(chooseStep(stepFailed(begun, 0, 'down'), 5, 0.5, null)).toStrictEqual({ act: 'wait', why: 'failed' })
  })

  it('say from when on all of the traffic has been seen for long enough', () => {
    expect(watchedThrough(begun, 0)).toBe(180)
    expect(watchedThrough(first, 30)).toBe(180)
    expect(watchedThrough(first, 90)).toBe(210)
    expect(watchedThrough(last, 130)).toBe(180)
    expect([isWatchedThrough(last, 179, 0.5), isWatchedThrough(last, 180, 0.5)]).toStrictEqual([false, true])
    expect(isWatchedThrough(second, 1000, 0.5)).toBe(false)
  })

  it('go on in a second watch, which counts anew', () => {
    const later = stepsLater(second, 100)
    expect(later).toMatchObject({ taken: 2, since: -40, seen: 0 })
    expect(chooseStep(later, 20, 0.5, null)).toStrictEqual({ act: 'take', percent: 100 })
  })
})
