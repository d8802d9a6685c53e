import { beginJudgement, conclude, observe } from '../../src/analysis/judgement.ts'
import { beginMeasuringPair, measurePair } from '../../src/analysis/measure-pair.ts'
import type { Judge, Outcome } from './judge.ts'
import { gamma, type Random } from './random.ts'
import { defaultPolicy, readAt } from './tagback.ts'
import { BIN, type Course, type Trace } from './trace.ts'

/** The same ten minutes of a release and of the baseline beside it. */
type PairTrace = { release: Trace; baseline: Trace }
export type PairJudge = { name: string; judge(pair: PairTrace): Outcome }
export type PairScenario = {
  name: string
  regressed: boolean
  draw(random: Random): { release: Course['rate']; baseline: Course['rate'] }
}

/** A rule for one arm, looking at the release alone. */
export function ignoringBaseline(judge: Judge): PairJudge {
  return { name: `${judge.name}, release alone`, judge: ({ release }) => judge.judge(release) }
}

export function tagbackPair(name: string, tolerate: number): PairJudge {
  const policy = { ...defaultPolicy, baseline: { tolerate } }
  return {
    name,
    judge({ release, baseline }) {
      let judgement = beginJudgement(policy)
      let carried = beginMeasuringPair()
      for (let at = 0; at <= policy.duration; at += policy.interval) {
        const readings = { release: readAt(release, at / BIN), baseline: readAt(baseline, at / BIN) }
        const step = measurePair(carried, readings, at)
        carried = step.carried
        if (step.measurement !== null) judgement = observe(judgement, step.measurement)
        if (judgement.assessment.verdict !== 'undecided') break
      }
      const at = judgement.polls.lastAt ?? policy.duration
      const { verdict } = conclude(judgement)
      return { rolledBack: verdict === 'regressed' ? at : null, accepted: verdict === 'healthy' ? at : null }
    },
  }
}

const both = (rate: number) => () => ({ release: () => rate, baseline: () => rate })
const times = (factor: number) => () => ({ release: () => 0.005 * factor, baseline: () => 0.005 })
const wobble = (random: Random, cv: number) => {
  const factors = Array.from({ length: 90 }, () => gamma(random, cv))
  return (second: number) => 0.005 * (factors[Math.floor(second / 10)] as number)
}

export const pairScenarios: PairScenario[] = [
  { name: 'both 0.5 %', regressed: false, draw: both(0.005) },
  { name: 'both 0.1 %', regressed: false, draw: both(0.001) },
  { name: 'both 2 % (a dependency is down)', regressed: false, draw: both(0.02) },
  {
    name: 'both 0.5 %, 40 s at 20 % in both',
    regressed: false,
    draw: () => {
      const rate = (second: number) => (second >= 200 && second < 240 ? 0.2 : 0.005)
      return { release: rate, baseline: rate }
    },
  },
  {
    name: 'noise cv 0.5 in both alike',
    regressed: false,
    draw: (random) => {
      const rate = wobble(random, 0.5)
      return { release: rate, baseline: rate }
    },
  },
  {
    name: 'noise cv 0.5 in the release only',
    regressed: false,
    draw: (random) => ({ release: wobble(random, 0.5), baseline: () => 0.005 }),
  },
  { name: '2 times (1 %)', regressed: true, draw: times(2) },
  { name: '4 times (2 %)', regressed: true, draw: times(4) },
  { name: '10 times (5 %)', regressed: true, draw: times(10) },
  { name: '20 %', regressed: true, draw: times(40) },
  { name: '100 %', regressed: true, draw: times(200) },
]
