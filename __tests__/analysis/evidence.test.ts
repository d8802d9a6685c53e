import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { advanceEvidence, beginEvidence, type EvidenceRule } from '../../src/analysis/evidence.ts'
import { type Weight, weighEvidence } from '../../src/analysis/weigh-evidence.ts'

const shares = [0.5, 0.3, 0.2]
const rule: EvidenceRule = { shares, duration: 100, interval: 5, ignoreBlips: 10, ignoreOutageBlips: 5 }

type Seen = { ratios: number[]; failing: boolean }

/** The definition, spelt out: every beginning and every deleted window on its own. */
function fromDefinition(watch: Seen[]) {
  const stakes = watch.map((_, i) => (i === 0 ? 0.85 : 0.15 / (rule.duration / rule.interval - 1)))
  const cash = 1 - stakes.reduce((sum, stake) => sum + stake, 0)
  /** `counts` is what a round does to the stakes that are placed: its likelihood ratio, or 1 when it is deleted. */
  const worth = (alternatives: number[], counts: (ratio: number, i: number) => number): number => {
    let sum = 0
    for (const k of alternatives)
      for (let begin = 0; begin < watch.length; begin += 1) {
        let product = (stakes[begin] as number) * (shares[k] as number)
        for (let i = begin; i < watch.length; i += 1) product *= counts(watch[i]?.ratios[k] as number, i)
        sum += product
      }
    return sum + cash
  }
  const blip = rule.ignoreBlips / rule.interval + 1
  const outage = rule.ignoreOutageBlips / rule.interval + 1
  const inside = (i: number, from: number, rounds: number) => i >= from && i < from + rounds
  const without = watch.map((_, from) => worth([0, 1, 2], (ratio, i) => (inside(i, from, blip) ? 1 : ratio)))
  return {
    regressed: worth([0, 1, 2], (ratio) => ratio),
    regressedWithoutBlip: Math.min(...without),
    regressedWithoutStart: without[0] as number,
    // A burst that was there when its first round began is over before its last one, which may speak for a longer one.
    outageWithoutBlip: Math.min(
      ...watch.map(({ failing }, from) =>
        worth([2], (ratio, i) => {
          if (!inside(i, from, outage)) return ratio
          return failing && i === from + outage - 1 ? Math.max(1, ratio) : 1
        }),
      ),
    ),
  }
}

const ratio = fc.double({ min: 0.2, max: 5, noNaN: true })
const watch = fc.array(fc.record({ ratios: fc.tuple(ratio, ratio, ratio), failing: fc.boolean() }), {
  minLength: 1,
  maxLength: 20,
})

function evidenceOf(watch: Seen[]) {
  return watch.reduce(
    (evidence, seen, i) => advanceEvidence(evidence, { start: i * 5, end: (i + 1) * 5, ...seen }, rule),
    beginEvidence(3),
  )
}
const always = (ratio: number) => Array<Seen>(20).fill({ ratios: [ratio, ratio, ratio], failing: true })

describe('the restarted mixture e-process', () => {
  it('equals its definition, with and without the worst window', () => {
    fc.assert(
      fc.property(watch, (seen) => {
        const weight = weighEvidence(evidenceOf(seen), rule)
        for (const [name, value] of Object.entries(fromDefinition(seen)))
          expect(weight[name as keyof Weight] / value).toBeCloseTo(1, 9)
      }),
    )
  })

  it('begins at 1, and stays there while nothing is seen', () => {
    expect(weighEvidence(beginEvidence(3), rule).regressed).toBe(1)
    expect(weighEvidence(evidenceOf(always(1)), rule).regressed).toBeCloseTo(1, 12)
  })

  it('never overflows, however much is seen', () => {
    const weight = weighEvidence(evidenceOf(always(1e80)), rule)
    for (const value of Object.values(weight)) expect(Number.isFinite(value)).toBe(true)
  })

  it('keeps few deleted windows in mind, however long the watch', () => {
    const long = { ...rule, duration: 50_000 }
    let evidence = beginEvidence(3)
    for (let i = 0; i < 1000; i += 1) {
      const up = i % 97 === 0 ? 3 : 0.98
      const ratios = [up, up * up, 0.9]
      evidence = advanceEvidence(evidence, { start: i * 5, end: i * 5 + 5, ratios, failing: i % 2 === 0 }, long)
    }
    expect(evidence.blips.closed.length).toBeLessThan(100)
  })
})
