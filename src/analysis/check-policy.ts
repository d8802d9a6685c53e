import type { Policy } from './policy.ts'

type Rule = [
  field: Exclude<keyof Policy, 'rateWindow' | 'reads' | 'baseline'>,
  holds: (value: number) => boolean,
  expected: string,
]

const RULES: Rule[] = [
  ['threshold', (value) => value > 0 && value < 1, 'a ratio above 0 and below 1, such as 0.01 for 1%'],
  ['falseRollbackRisk', (value) => value > 0 && value < 1, 'a ratio above 0 and below 1, such as 0.05 for 5%'],
  ['noise', (value) => value >= 0 && value <= 10, 'a number from 0 to 10, such as 0.5'],
  ['ignoreBlips', (value) => value >= 0, 'seconds, 0 or more'],
  ['minimumRequests', (value) => value >= 0, 'a number of requests, 0 or more'],
  ['interval', (value) => value > 0, 'seconds, more than 0'],
  ['minDuration', (value) => value >= 0, 'seconds, 0 or more'],
  ['duration', (value) => value > 0, 'seconds, more than 0'],
]

/** What a policy cannot be judged with. */
export type PolicyFlaw = { field: keyof Policy; expected: string; found: unknown }

/** The first of them; null for a policy that can be judged with. */
export function flawInPolicy(policy: Policy): PolicyFlaw | null {
  for (const [field, holds, expected] of RULES) {
    const found = policy[field]
    if (typeof found !== 'number' || !Number.isFinite(found) || !holds(found)) return { field, expected, found }
  }
  const { rateWindow, baseline, minDuration, duration } = policy
  if (rateWindow !== undefined && !(rateWindow > 0 && Number.isFinite(rateWindow)))
    return { field: 'rateWindow', expected: 'seconds, more than 0', found: rateWindow }
  if (baseline !== undefined && !(baseline.tolerate >= 0 && Number.isFinite(baseline.tolerate)))
    return { field: 'baseline', expected: 'a tolerance of 0 or more, such as 0.2', found: baseline.tolerate }
  if (minDuration > duration)
    return { field: 'minDuration', expected: `at most duration (${duration} s)`, found: minDuration }
  return null
}

/** Throws a RangeError that names the first setting that cannot be judged with. */
export function checkPolicy(policy: Policy): void {
  const flaw = flawInPolicy(policy)
  if (flaw === null) return
  const found = JSON.stringify(flaw.found) ?? String(flaw.found)
  throw new RangeError(`policy: ${flaw.field} must be ${flaw.expected}; found ${found}`)
}
