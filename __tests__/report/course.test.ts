import { describe, expect, it } from '@jest/globals'
import { courseOf } from '../../src/report/course.ts'
import { courseFor, every5s, rateOf, silent } from './charts.ts'
import { poll, rolledBack } from './outcomes.ts'

const ratesOf = (course: ReturnType<typeof courseFor>) => course?.columns.map(({ rate }) => rate) ?? []

describe('courseOf', () => {
  it('keeps the highest rate of four hundred polls in sixty columns', () => {
    const rates = ratesOf(courseFor(every5s(400, (at, index) => poll(at, index === 222 ? 60 : 1, 100))))
    expect(rates).toHaveLength(60)
    expect(Math.max(...rates.map((rate) => rate ?? 0))).toBe(0.6)
    expect(rates.filter((rate) => rate === 0.6)).toHaveLength(1)
  })

  it('shows one poll over the interval that it measured, and nothing before', () => {
    const rates = ratesOf(courseFor([poll(50, 3, 100)]))
    expect(rates.findIndex((rate) => rate !== null)).toBeGreaterThan(50)
    expect(rates.at(-1)).toBe(0.03)
  })

  it('leaves gaps where the source gave no figures, and none where polls came a little late', () => {
    const gap = ratesOf(
      courseFor(every5s(100, (at, index) => (index >= 40 && index < 60 ? silent(at) : poll(at, 0, 9)))),
    )
    const gaps = gap.map((rate) => (rate === null ? '.' : '-')).join('')
    expect(gaps).toMatch(/^\.{3,4}-{20,25}\.{10,12}-{20,25}$/)
    const late = ratesOf(courseFor(every5s(12, (at, index) => poll(at + (index % 3) / 2, 1, 10))))
    expect(late.slice(late.findIndex((rate) => rate !== null))).not.toContain(null)
  })

  it('takes rates and counts alike', () => {
    expect(ratesOf(courseFor(every5s(3, (at) => rateOf(at, 0.25)))).at(-1)).toBe(0.25)
  })

  it('has no course without figures, without a metric and without polls', () => {
    expect(courseFor(every5s(9, silent))).toBeNull()
    expect(courseOf(rolledBack({ metric: null }))).toBeNull()
    expect(courseOf(rolledBack({ polls: [] }))).toBeNull()
  })

  it('puts the watch after the rollback where it was, and marks what happened in between', () => {
    const course = courseOf(rolledBack())
    expect(course?.marks.map(({ sign, at }) => [sign, at])).toStrictEqual([
      ['D', 0],
      ['V', 10],
      ['T', 10.12],
      ['R', 12.12],
    ])
    expect(course?.end).toBeCloseTo(14.12 * 1.02)
    const rates = ratesOf(course)
    expect([rates[10], rates[30], rates.at(-1)]).toStrictEqual([0.03, 0.21, 0])
  })

  it('goes on with the metric that decided, whichever led the watch after the rollback', () => {
    const { recovery } = rolledBack()
    const own = { ...poll(2, 7, 100), name: 'errors', dryRun: false, outlook: null }
    const polls = rolledBack().polls.map((one) => ({ ...one, name: 'errors' }))
    const led = { ...rateOf(2, 1), name: 'latency', others: [own] }
    const course = courseOf(rolledBack({ polls, recovery: recovery && { ...recovery, polls: [led] } }))
    expect(ratesOf(course).at(-1)).toBe(0.07)
  })
})
