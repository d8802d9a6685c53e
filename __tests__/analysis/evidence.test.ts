import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { advanceEvidence, beginEvidence, type EvidenceRule } from '../../src/analysis/evidence.ts'
import { weighEvidence } from '../../src/analysis/weigh-evidence.ts'

const shares = [0.5, 0.3, 0.2]
const rule: EvidenceRule = { shares, duration: 100, interval: 5, ignoreBlips: 10, ignoreOutageBlips: 5 }

/** The definition, spelt out: every beginning and every deleted window on its own. `ratios[i][k]` for round i. */
function fromDefinition(ratios: number[][], blips: number): { all: number; worst: number } {
  const rounds = ratios.length
  const alternatives = (ratios[0] as number[]).length
  const stakes = ratios.map((_, i) => (i === 0 ? 0.5 : 0.5 / (rule.duration / rule.interval - 1)))
  const cash = 1 - stakes.reduce((sum, stake) => sum + stake, 0)
  const valueWithout = (deleted: (i: number) => boolean): number => {
    let sum = 0
    for (let k = 0; k < alternatives; k += 1)
      for (let begin = 0; begin < rounds; begin += 1) {
        let product = (stakes[begin] as number) * (shares[k] as number)
        for (let i = begin; i < rounds; i += 1) if (!deleted(i)) product *= (ratios[i] as number[])[k] as number
        sum += product
      }
    return sum + cash
  }
  const length = Math.ceil(blips / rule.interval) + 1
  const values = ratios.map((_, j) => valueWithout((i) => i >= j && i < j + length))
  return { all: valueWithout(() => false), worst: Math.min(...values) }
}

const ratio = fc.double({ min: 0.2, max: 5, noNaN: true })
const watch = fc.array(fc.tuple(ratio, ratio, ratio), { minLength: 1, maxLength: 20 })

function evidenceOf(ratios: number[][]) {
  return ratios.reduce(
    (evidence, round, i) => advanceEvidence(evidence, { start: i * 5, end: (i + 1) * 5, ratios: round }, rule),
    beginEvidence(3),
  )
}

describe('the restarted mixture e-process', () => {
  it('equals its definition, with and without the worst window', () => {
    fc.assert(
      fc.property(watch, (ratios) => {
        const weight = weighEvidence(evidenceOf(ratios), rule)
        const expected = fromDefinition(ratios, rule.ignoreBlips)
        expect(weight.regressed / expected.all).toBeCloseTo(1, 9)
        expect(weight.regressedWithoutBlip / expected.worst).toBeCloseTo(1, 9)
      }),
    )
  })

  it('begins at 1, and stays there while nothing is seen', () => {
    expect(weighEvidence(beginEvidence(3), rule).regressed).toBe(1)
    expect(weighEvidence(evidenceOf(Array(20).fill([1, 1, 1])), rule).regressed).toBeCloseTo(1, 12)
  })

  it('never overflows, however much is seen', () => {
    const weight = weighEvidence(evidenceOf(Array(20).fill([1e80, 1e80, 1e80])), rule)
    for (const value of Object.values(weight)) expect(Number.isFinite(value)).toBe(true)
  })

  it('keeps few deleted windows in mind, however long the watch', () => {
    const long = { ...rule, duration: 50_000 }
    let evidence = beginEvidence(3)
    for (let i = 0; i < 1000; i += 1) {
      const up = i % 97 === 0 ? 3 : 0.98
      evidence = advanceEvidence(evidence, { start: i * 5, end: i * 5 + 5, ratios: [up, up * up, 0.9] }, long)
    }
    expect(evidence.blips.closed.length).toBeLessThan(100)
  })
})
