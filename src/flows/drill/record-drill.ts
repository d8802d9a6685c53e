import { messageOf } from '../../message-of.ts'
import type { DrillOutcome, DrillRequest } from './drill-request.ts'
import type { DrillPlan } from './read-drill.ts'

/**
 * Keeps what a drill measured, for the trend and for whoever asks when the last one was. Written at the end, at once with
 * how it was graded: a drill that is killed leaves none. Why it could not be, or null.
 */
export async function recordDrill(
  { component, environment, practised, actor, ports, run }: DrillRequest,
  { good, bad }: DrillPlan,
  { outcome: { decision, reason, sentence }, figures }: DrillOutcome,
): Promise<string | null> {
  const graded = decision === 'kept' || decision === 'held'
  if (!figures || !graded) return null
  try {
    const id = await ports.repository.openRecord(component, {
      ...{ kind: 'drill', component: component.id, environment, to: good, from: bad, target: null },
      ...{ actor, run, practised, drill: figures },
    })
    await ports.repository.closeRecord(id, { decision, reason, sentence } as Parameters<
      typeof ports.repository.closeRecord
    >[1])
    return null
  } catch (error) {
    return `The drill could not be recorded: ${messageOf(error)}`
  }
}
