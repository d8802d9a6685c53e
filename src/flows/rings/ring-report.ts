import type { Ring } from '../../config/rings.ts'
import type { Outcome, RingReport } from '../outcome.ts'

/** The release passed its watch: it is known good, and what comes after goes on to it. */
export const hasPassed = ({ decision, reason }: Pick<Outcome, 'decision' | 'reason'>): boolean =>
  (decision === 'kept' || decision === 'promoted') && reason === 'healthy'

/** What a guard has come to, as one line among those of the other environments. */
export const guarded = (environment: string, after: string | null, outcome: Outcome): RingReport => ({
  ...{ environment, after, decision: outcome.decision, reason: outcome.reason },
  sentence: outcome.sentence.split('\n', 1)[0] ?? '',
})

/** Where no guard has been. */
export const unguarded = ({ environment, from }: Ring, sentence: string): RingReport => ({
  ...{ environment, after: from, decision: null, reason: null, sentence },
})

/** An end that goes on nowhere, with what was before it and what is not reached any more. */
export function endingRings(
  outcome: Outcome,
  before: readonly RingReport[],
  after: string | null,
  rest: readonly Ring[],
): Outcome {
  const { move } = outcome
  if (!move || hasPassed(outcome) || before.length + rest.length === 0) return outcome
  const why = `Not reached: ${move.to.version} has not passed in ${move.environment}`
  const own = guarded(move.environment, after, outcome)
  return { ...outcome, rings: [...before, own, ...rest.map((ring) => unguarded(ring, why))] }
}
