import { messageOf } from '../../message-of.ts'
import type { Diary } from '../diary.ts'
import type { Outcome } from '../outcome.ts'
import type { PreparedStep } from '../restore/prepare-restore.ts'
import type { ComponentEnd, ToldIncident } from '../restore/restore-outcome.ts'
import type { Incidents } from './incidents.ts'
import { newsOf } from './news-of.ts'
import { newsOfRestore } from './news-of-restore.ts'
import { tellOutcome } from './tell-outcome.ts'

/** GitHub takes few issues in a minute, and nobody reads more. */
const MOST_INCIDENTS = 20

/**
 * Tells people how a restore ended, once records are closed: each component has an incident of its own, as with a guard. Which of
 * them are open is asked once for all. What `after-command` failed with concerns all, and is told with the first.
 */
export async function tellRestored(
  steps: readonly PreparedStep[],
  ends: readonly ComponentEnd[],
  { why, after }: { why: string; after: string | null },
  diary: Diary,
): Promise<ToldIncident[]> {
  const told: { context: PreparedStep['context']; outcome: Outcome }[] = []
  for (const prepared of steps) {
    const end = ends.find(({ step }) => step.component.id === prepared.step.component.id)
    const first = !told.some(({ outcome }) => outcome.reason === 'after-failed')
    const outcome = end && newsOfRestore(prepared, end, { why, after: first ? after : null })
    if (outcome) told.push({ context: prepared.context, outcome })
  }
  const bad = told.filter(({ outcome }) => newsOf(outcome) === 'incident')
  const others = after === null ? told.filter((entry) => !bad.includes(entry)) : []
  if (bad.length > MOST_INCIDENTS)
    diary.warn(`People are told of the first ${MOST_INCIDENTS} of ${bad.length} components that need somebody`)
  const open = await lookOnce(steps, told, diary)
  const incidents: ToldIncident[] = []
  for (const { context, outcome } of [...bad.slice(0, MOST_INCIDENTS), ...others]) {
    const ports = { ...context.ports, repository: { ...context.ports.repository, incidents: open } }
    const { incident } = await tellOutcome({ ...context, ports }, outcome, diary)
    if (incident && outcome.move) incidents.push({ component: outcome.move.component.id, url: incident })
  }
  return incidents
}

/** The incidents with the answer to which are open. Where that cannot be told, each who asks hears why. */
async function lookOnce(
  [first]: readonly PreparedStep[],
  told: readonly { context: PreparedStep['context']; outcome: Outcome }[],
  diary: Diary,
): Promise<Incidents> {
  const incidents = (first as PreparedStep).context.ports.repository.incidents
  const scopes = told.flatMap(({ context, outcome: { move } }) =>
    move && context.settings.onRollback === 'issue' ? [move] : [],
  )
  if (scopes.length < 2) return incidents
  const found = await incidents.findAll(scopes).catch((error: unknown) => {
    diary.warn(`Which incidents are open could not be asked: ${messageOf(error)}`)
    return null
  })
  if (!found) return incidents
  const known = new Map(scopes.map(({ component }, index) => [component.id, found[index] ?? []]))
  return { ...incidents, find: async ({ component }) => known.get(component.id) ?? [] }
}
