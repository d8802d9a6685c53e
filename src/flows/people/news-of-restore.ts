import type { Ending } from '../../ledger/reasons.ts'
import type { Outcome } from '../outcome.ts'
import type { PreparedStep } from '../restore/prepare-restore.ts'
import type { ComponentEnd } from '../restore/restore-outcome.ts'

/**
 * What became of one component of a restore, in the words in which people are told of a guard. `null` where nothing is to be
 * told: a tag that somebody else moved meanwhile has a run of its own.
 *
 * @param after what `after-command` failed with
 */
export function newsOfRestore(
  { move, context }: Pick<PreparedStep, 'move' | 'context'>,
  end: ComponentEnd,
  { why, after }: { why: string; after: string | null },
): Outcome | null {
  const said = endingOf(end, context, after)
  if (!said) return null
  const { sentence, ...ending } = said
  const { state, assessment } = end
  const now = context.ports.clock.now()
  const events = [
    ...(state.kind === 'restored' && context.ports.askServed ? ['verified' as const] : []),
    ...(state.kind === 'put-back' && end.took !== null ? ['redeployed' as const] : []),
  ]
  return {
    ...ending,
    ...{ sentence: `Put back by hand (${move.actor}${why === '' ? '' : `: ${why}`}): ${sentence}`, move, assessment },
    ...{ tag: tagOf(state), timeline: events.map((event) => ({ at: now, event })) },
    ...{ target: null, warnings: [], metric: null, polls: [], recovery: null },
    ...{ nextSteps: [], recentMoves: [], change: null },
  }
}

function endingOf(
  { step, state, assessment }: ComponentEnd,
  { settings, ports }: PreparedStep['context'],
  after: string | null,
): (Ending & { sentence: string }) | null {
  const there = `${step.to.version} is deployed to ${step.environment}`
  switch (state.kind) {
    case 'there':
      return null
    case 'failed':
      if (state.reason === 'overtaken') return null
      return { decision: 'held', reason: 'not-restored', sentence: state.sentence }
    case 'skipped':
    case 'not-put-back':
      return { decision: 'held', reason: 'not-restored', sentence: state.sentence }
    case 'put-back':
      return { decision: 'rolled-back', reason: 'put-back', sentence: state.sentence }
    case 'restored':
      if (assessment?.verdict === 'regressed') {
        const sentence = `${there}, but that did not help (${assessment.sentence}): the cause is elsewhere`
        return { decision: 'held', reason: 'not-the-deploy', sentence }
      }
      if (after !== null)
        return { decision: 'held', reason: 'after-failed', sentence: `${there}, but after-command failed: ${after}` }
      if (assessment?.verdict === 'healthy')
        return { decision: 'kept', reason: 'healthy', sentence: `${there}, and healthy` }
      return !settings.watch && ports.askServed
        ? { decision: 'kept', reason: 'unwatched', sentence: `${there}, and served; nothing is watched there` }
        : { decision: 'kept', reason: 'unproven', sentence: there }
  }
}

function tagOf(state: ComponentEnd['state']): Outcome['tag'] {
  if (state.kind === 'put-back') return 'moved-back'
  if (state.kind === 'not-put-back') return state.tagIsBack ? 'moved-back' : 'not-moved-back'
  return 'as-pushed'
}
