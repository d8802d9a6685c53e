import type { RestoreEnding, RestoreFailure } from '../../ledger/restore-reasons.ts'
import type { ComponentEnd } from './restore-outcome.ts'

export type Conclusion = RestoreEnding & { sentence: string }

/** What a run that has moved tags comes to. Done is only what is done in every component. */
export function concludeRestore(ends: readonly ComponentEnd[], environment: string, after: string | null): Conclusion {
  const count = (...kinds: ComponentEnd['state']['kind'][]) =>
    ends.filter(({ state }) => kinds.includes(state.kind)).length
  const sentences = ends.flatMap(({ state }) => [
    ...('because' in state && state.because ? [state.because.sentence] : []),
    ...('sentence' in state ? [state.sentence] : []),
  ])
  const done = count('restored', 'there')
  const whole = done === ends.length
  const hook = after === null ? [] : [`after-command failed: ${after}`]
  const say = (first: string): string => [first, ...(whole ? [] : sentences), ...hook].join('\n')
  const all = allOf(count('restored'), count('there'), environment)
  const failure = firstFailure(ends)

  if (count('not-put-back') > 0) {
    const [back, left] = [count('put-back'), count('not-put-back', 'failed', 'skipped')]
    const what = back === 0 ? 'Nothing could be put back as it was' : `${back} put back as they were, ${left} not`
    return { decision: 'held', reason: 'put-back-failed', sentence: say(what) }
  }
  if (count('put-back') > 0) {
    const what = `Nothing is changed in ${environment}: one component failed, and all were put back as they were`
    return { decision: 'put-back', reason: failure, sentence: say(what) }
  }
  if (!whole && done === 0) {
    const what = ends.length === 1 ? 'Not restored' : `None of ${ends.length} restored in ${environment}`
    return { decision: 'held', reason: failure, sentence: say(what) }
  }
  if (!whole) {
    const what = `${done} of ${ends.length} restored in ${environment}; run the same again to finish`
    return { decision: 'partly-restored', reason: failure, sentence: say(what) }
  }
  const regressed = ends.filter(({ assessment }) => assessment?.verdict === 'regressed')
  if (regressed.length > 0) {
    const said = regressed.map(({ step, assessment }) => `${step.component.id}: ${assessment?.sentence}`).join('; ')
    const what = `${restored(ends, all)}, but that did not help (${said}): the cause is elsewhere`
    return { decision: 'held', reason: 'not-the-deploy', sentence: say(what) }
  }
  if (after !== null) return { decision: 'held', reason: 'after-failed', sentence: say(restored(ends, all)) }
  const healthy = ends.every(({ state, assessment }) => state.kind === 'there' || assessment?.verdict === 'healthy')
  return {
    ...{ decision: 'restored', reason: healthy ? 'healthy' : 'unproven' },
    sentence: `${restored(ends, all)}${healthy ? ', and healthy' : ''}`,
  }
}

const restored = (ends: readonly ComponentEnd[], all: string): string => {
  const [only, ...others] = ends
  return only && others.length === 0
    ? `${only.step.component.id} is on ${only.step.to.version} in ${only.step.environment}`
    : all
}

/** What was there already was looked at before the others were moved, and not again. */
const allOf = (restored: number, there: number, environment: string): string =>
  there === 0
    ? `${restored} of ${restored} in ${environment} are in the wished state`
    : `${restored} restored in ${environment}, ${there} in the wished state already`

const firstFailure = (ends: readonly ComponentEnd[]): RestoreFailure =>
  ends.flatMap(({ state }) => {
    if (state.kind === 'failed') return [state.reason]
    return 'because' in state && state.because ? [state.because.reason] : []
  })[0] ?? 'deploy-failed'
