import { describe, expect, it } from '@jest/globals'
import { readChart } from '../../demo/show/read-chart.ts'
import type { Course } from '../../src/report/course.ts'
import { courseOf } from '../../src/report/course.ts'
import { mermaidChart } from '../../src/report/mermaid-chart.ts'
import { textChart } from '../../src/report/text-chart.ts'
import { courseFor, every5s, silent } from './charts.ts'
import { poll, rolledBack } from './outcomes.ts'

const chartOf = (course: Course) => {
  const chart = readChart(mermaidChart(course))
  if (!chart) throw new Error('no chart')
  return chart
}
const cases: [string, Course | null][] = [
  ['one poll', courseFor([poll(35, 1, 100)])],
  ['all zero', courseFor(every5s(100, (at) => poll(at, 0, 100)))],
  ['all failed', courseFor(every5s(20, (at) => poll(at, 100, 100)))],
  ['gaps', courseFor(every5s(60, (at, index) => (index % 20 > 10 ? silent(at) : poll(at, index, 100))))],
  ['tiny rates', courseFor(every5s(60, (at) => poll(at, 1, 10_000_000)))],
  ['a day', courseFor(every5s(17_000, (at) => poll(at, 1, 300)))],
  ['a rollback', courseOf(rolledBack())],
]

describe.each(cases)('the charts of %s', (_name, course) => {
  it('hold nothing that mermaid cannot read, and stay within their axes', () => {
    if (!course) throw new Error('no course')
    const { height, lines } = chartOf(course)
    for (const { values } of lines) {
      for (const value of values) expect(value >= 0 && value <= height).toBe(true)
      expect(values.length).toBeLessThanOrEqual(401)
    }
    expect(mermaidChart(course)).not.toMatch(/NaN|Infinity|undefined|null|\de-/)
    expect(mermaidChart(course).length).toBeLessThan(5_000)
  })

  it('say the same in characters, one column for each', () => {
    if (!course) throw new Error('no course')
    const [, rates = '', above = ''] = textChart(course).split('\n')
    expect(rates).toMatch(/^error rate {2}[·▁▂▃▄▅▆▇█]{60} {2}at most [\d.]+%$/)
    const over = course.columns.map(({ rate }) => rate !== null && rate > course.threshold)
    expect([...above.slice(12).padEnd(60)].map((sign) => sign === '■')).toStrictEqual(over)
    expect(textChart(course)).not.toMatch(/NaN|undefined|null/)
  })
})

describe('the chart of a rollback', () => {
  const course = courseOf(rolledBack()) as Course

  it('draws the threshold and an upright line for each moment', () => {
    const { lines, height } = chartOf(course)
    expect(lines.at(-2)?.values).toStrictEqual([1, 1])
    expect(lines.at(-3)?.values.filter((value) => value === height)).toHaveLength(3)
    expect(mermaidChart(course)).toContain(
      'deployed (0s); verdict regressed, tag moved back (10s); deployed again (12.1s).',
    )
  })

  it('marks the moments in the text, side by side where they meet', () => {
    const lines = textChart(course).split('\n')
    expect(lines[5]?.trim()).toMatch(/^D {30,}V?VT {4,}R/)
    expect(lines).toContain('T  tag moved back           10.1s')
  })
})
