import { describe, expect, it } from '@jest/globals'
import { figureOf } from '../../bench/figure.ts'

const figure = (values: number[], more: { target?: number; beside?: { name: string; values: number[] } } = {}) =>
  figureOf({ of: 'few tags', name: 'tag moved', unit: 'ms', values, ...more })

describe('figureOf', () => {
  it('gives the median of an odd and of an even number of runs', () => {
    expect(figure([9, 1, 5])).toMatchObject({ value: 5, runs: 3 })
    expect(figure([9, 1, 5, 6])).toMatchObject({ value: 5.5, runs: 4 })
  })

  it('gives the 95th percentile by nearest rank, and none of a single run', () => {
    expect(figure(Array.from({ length: 40 }, (_, index) => index + 1)).p95).toBe(38)
    expect(figure([3, 1, 2]).p95).toBe(3)
    expect(figure([3]).p95).toBeNull()
  })

  it('holds the median against the target', () => {
    expect(figure([50, 50, 80], { target: 50 }).met).toBe(true)
    expect(figure([50, 51, 51], { target: 50 }).met).toBe(false)
    expect(figure([50]).met).toBeNull()
  })

  it('gives the ratio to what was measured beside it', () => {
    const beside = { name: 'git push', values: [80, 100, 60] }
    expect(figure([20], { beside }).beside).toStrictEqual({ name: 'git push', value: 80, ratio: 0.25 })
  })

  it('refuses to make a figure of nothing', () => {
    expect(() => figure([])).toThrow('No median of no values')
  })
})
