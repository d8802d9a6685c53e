import { watch } from '../watch/watch.ts'
import { watchedMetrics } from '../watch/watched-metric.ts'
import type { PreparedStep } from './prepare-restore.ts'
import type { ComponentEnd } from './restore-outcome.ts'

/**
 * Watches everything that was restored, side by side, each for its `verify-duration`. The course of a watch is only told when
 * it is the only one.
 */
export async function watchRestored(steps: readonly PreparedStep[], ends: Map<string, ComponentEnd>): Promise<void> {
  const watched = steps.filter(
    ({ step, context: { ports, settings } }) =>
      ends.get(step.component.id)?.state.kind === 'restored' && ports.sourcesFor && settings.watch?.verifyDuration,
  )
  const [first] = watched
  if (!first) return
  const { tell } = first.context.ports
  const names = watched.map(({ step }) => `${step.component.id} ${step.to.version}`)
  tell({ kind: 'phase', title: `Watch ${names.length > 3 ? `${names.length} components` : names.join(', ')}` })
  await Promise.all(
    watched.map(async (prepared) => {
      const { component } = prepared.step
      const end = ends.get(component.id)
      const seen = await watchOne(prepared, watched.length === 1)
      if (end && seen) ends.set(component.id, { ...end, ...seen })
    }),
  )
}

async function watchOne(
  { step, context: { ports, settings } }: PreparedStep,
  alone: boolean,
): Promise<Partial<ComponentEnd> | null> {
  const watched = settings.watch
  if (!watched || !ports.sourcesFor) return null
  const duration = watched.verifyDuration
  const end = await watch({
    metrics: watchedMetrics(watched, ports.sourcesFor(step.to), { duration, minDuration: duration }),
    ...{ settle: Math.min(watched.settle, duration / 2), lag: watched.lag, interval: watched.interval, duration },
    ...{ ref: step.ref, expected: step.to.object, lagging: null, clock: ports.clock, repository: ports.repository },
    ...{ tell: alone ? ports.tell : () => {}, warn: null, cancelled: ports.cancelled },
  })
  if (end.kind === 'judged') {
    ports.tell({ kind: 'detail', text: `${step.component.id}: ${end.conclusion.verdict}: ${end.conclusion.sentence}` })
    return { assessment: end.conclusion }
  }
  if (end.kind === 'cancelled') return null
  const sentence = `The tag of ${step.component.id} was moved while it was watched: the later move counts`
  return { state: { kind: 'failed', reason: 'overtaken', sentence } }
}
