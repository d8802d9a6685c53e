import { describe, expect, it } from '@jest/globals'
import { beginJudgement, observe } from '../../src/analysis/judgement.ts'
import { outlookOf } from '../../src/analysis/outlook.ts'
import { defaults, steady } from './policies.ts'

function outlookAfter(seconds: number, perSecond: number, rate: number) {
  const polls = steady(defaults, perSecond, () => rate).filter(({ at }) => at <= seconds)
  return outlookOf(polls.reduce(observe, beginJudgement(defaults)))
}

describe('what a watch can still find out', () => {
  it('says nothing before anything was counted', () => {
    expect(outlookOf(beginJudgement(defaults))).toBeNull()
  })

  it('has no warning when twice the threshold can be told', () => {
    expect(outlookAfter(60, 10, 0)).toMatchObject({ perSecond: 10, expectedRequests: 6000, warning: null })
  })

  it('says what too little traffic can show, and what it would take', () => {
    const outlook = outlookAfter(60, 0.2, 0)
    expect(outlook?.detectable).toBeGreaterThan(0.02)
    expect(outlook?.neededForTwice).toBeGreaterThan(765)
    expect(outlook?.warning).toMatch(
      /^about 120 requests in 600 s can show only error rates of about \d+(\.\d+)?% or more;/,
    )
    expect(outlook?.warning).toContain('telling 2% from 1% takes about')
  })

  it('does not take the time in which nothing was counted yet for little traffic', () => {
    const late = steady(defaults, 10, () => 0).filter(({ at }) => at > 60 && at <= 125)
    const outlook = outlookOf(late.reduce(observe, beginJudgement(defaults)))
    expect(outlook).toMatchObject({ perSecond: 10, expectedRequests: 5400, warning: null })
  })

  it('says when not even the minimum of requests will come', () => {
    expect(outlookAfter(60, 0.02, 0)?.warning).toContain(
      'about 12 requests in 600 s are fewer than the 20 that a verdict needs',
    )
  })

  it('expects a decision in the direction that the evidence goes', () => {
    expect(outlookAfter(100, 1, 0.05)?.decidesAt).toBeGreaterThanOrEqual(100)
    expect(outlookAfter(100, 10, 0)?.decidesAt).toBe(300)
    expect(outlookAfter(100, 1, 0.01)?.decidesAt).toBeNull()
  })
})
