import { beginJudgement, conclude, observe } from '../../src/analysis/judgement.ts'
import { beginMeasuring, measureSince } from '../../src/analysis/measure-since.ts'
import type { Policy } from '../../src/analysis/policy.ts'
import type { Reading } from '../../src/analysis/reading.ts'
import { type Judge, type Outcome, THRESHOLD, undecided } from './judge.ts'
import { BIN, DURATION, type Trace } from './trace.ts'

/** The defaults of the product. */
export const defaultPolicy: Policy = {
  threshold: THRESHOLD,
  falseRollbackRisk: 0.05,
  noise: 0.5,
  ignoreBlips: 30,
  minimumRequests: 20,
  interval: 5,
  minDuration: 300,
  duration: DURATION,
}

/** Tagback itself, through the same path as a watch: cumulative counters, measurements, judgement. */
export function tagback(name: string, change: Partial<Policy> = {}): Judge {
  const policy = { ...defaultPolicy, ...change }
  return { name, judge: (trace) => judgeTrace(policy, trace) }
}

function judgeTrace(policy: Policy, trace: Trace): Outcome {
  let judgement = beginJudgement(policy)
  let { carried } = measureSince(beginMeasuring(), readAt(trace, 0), 0)
  for (let at = policy.interval; at <= policy.duration; at += policy.interval) {
    const step = measureSince(carried, readAt(trace, at / BIN), at)
    carried = step.carried
    if (step.measurement !== null) judgement = observe(judgement, step.measurement)
    if (judgement.assessment.verdict !== 'undecided') break
  }
  const { verdict } = conclude(judgement)
  const at = judgement.polls.lastAt ?? policy.duration
  if (verdict === 'regressed') return { rolledBack: at, accepted: null }
  return verdict === 'healthy' ? { rolledBack: null, accepted: at } : undecided
}

export function readAt(trace: Trace, bin: number): Reading {
  if (trace.down[bin]) return { kind: 'unavailable', what: 'timeout', detail: 'no answer' }
  return {
    kind: 'counters',
    errors: new Map([['all', trace.errors[bin] as number]]),
    total: new Map([['all', trace.total[bin] as number]]),
  }
}
