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

/** Throws a RangeError that names the first setting that cannot be judged with. */
export function checkPolicy(policy: Policy): void {
  for (const [field, holds, expected] of RULES) {
    const value = policy[field]
    if (typeof value !== 'number' || !Number.isFinite(value) || !holds(value))
      throw new RangeError(`policy: ${field} must be ${expected}; found ${JSON.stringify(value) ?? String(value)}`)
  }
  if (policy.rateWindow !== undefined && !(policy.rateWindow > 0 && Number.isFinite(policy.rateWindow)))
    throw new RangeError(`policy: rateWindow must be seconds, more than 0; found ${policy.rateWindow}`)
  if (policy.baseline !== undefined && !(policy.baseline.tolerate >= 0 && Number.isFinite(policy.baseline.tolerate)))
    throw new RangeError(`policy: baseline.tolerate must be 0 or more, such as 0.2; found ${policy.baseline.tolerate}`)
  if (policy.minDuration > policy.duration)
    throw new RangeError(
      `policy: minDuration (${policy.minDuration} s) must not be longer than duration (${policy.duration} s)`,
    )
}
