import { describe, expect, it } from '@jest/globals'
import { bisect, type Trial } from '../../../src/flows/bisect/bisect.ts'

const versions = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index + 1}`)

/** Tries until something is concluded: what, and what was tried. */
function hunt(count: number, test: (number: number) => Trial): { end: string; tried: string[] } {
  const trials = new Map<string, Trial>()
  for (;;) {
    const step = bisect(versions(count), trials)
    if (step.kind !== 'try') {
      const { kind, ...rest } = step
      return { end: `${kind} ${Object.values(rest).flat().join(' ')}`.trim(), tried: [...trials.keys()] }
    }
    expect(trials.has(step.version)).toBe(false)
    trials.set(step.version, test(Number(step.version.slice(1))))
  }
}

const badFrom =
  (first: number, skipped: number[] = []) =>
  (number: number): Trial => {
    if (skipped.includes(number)) return 'skipped'
    return number >= first ? 'bad' : 'good'
  }

describe('bisection', () => {
  it.each<[string, number, (number: number) => Trial, string, string]>([
    ['two: both ends are tested', 2, badFrom(2), 'found v2 v1', 'v2 v1'],
    ['in the middle', 9, badFrom(5), 'found v5 v4', 'v5 v3 v4'],
    ['the first after the good one, which is tested', 9, badFrom(2), 'found v2 v1', 'v5 v3 v2 v1'],
    ['the last one, which is tested', 9, badFrom(9), 'found v9 v8', 'v5 v7 v8 v9'],
    ['one that cannot be tested beside the first bad one', 5, badFrom(4, [3]), 'found v4 v2 v3', 'v3 v2 v4'],
    ['one that cannot be tested elsewhere', 9, badFrom(3, [5]), 'found v3 v2', 'v5 v4 v2 v3'],
    ['nothing between can be tested', 4, badFrom(4, [2, 3]), 'found v4 v1 v2 v3', 'v2 v3 v4 v1'],
    ['a test that never fails', 4, () => 'good', 'wrong-end bad v4 good', 'v2 v3 v4'],
    ['a test that always fails', 4, () => 'bad', 'wrong-end good v1 bad', 'v2 v1'],
    ['nothing can be tested', 3, () => 'skipped', 'wrong-end bad v3 skipped', 'v2 v3'],
  ])('%s', (_, count, test, end, tried) => expect(hunt(count, test)).toStrictEqual({ end, tried: tried.split(' ') }))

  it('finds each of a thousand by eleven trials at most', () => {
    for (let first = 2; first <= 1_000; first += 37) {
      const { end, tried } = hunt(1_000, badFrom(first))
      expect(end).toBe(`found v${first} v${first - 1}`)
      expect(tried.length).toBeLessThanOrEqual(11)
    }
  })
})
