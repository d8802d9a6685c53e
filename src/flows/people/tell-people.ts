import { messageOf } from '../../message-of.ts'
import type { Outcome } from '../outcome.ts'
import type { Incident, IncidentScope, Incidents } from './incidents.ts'
import { newsOf } from './news-of.ts'
import type { News, PeoplePorts, WriteNews } from './people.ts'

type Kept = { incident: Incident | null; changed: boolean }

/**
 * Tells people how a run ended, once everything else is done: opens, updates or closes the incident of its component and
 * environment, and posts the same in short. What fails is a warning; the outcome stands.
 *
 * @returns address of the issue, if there is one
 */
export async function tellPeople(
  { incidents, notify, write }: PeoplePorts,
  outcome: Outcome,
  warn: (text: string) => void,
): Promise<string | null> {
  const news = newsOf(outcome)
  const { move } = outcome
  if (!news || !move) return null
  const kept = incidents
    ? await keepIssue(incidents, outcome, { scope: move, news, write, warn }).catch((error: unknown): Kept => {
        warn(`${FAILED[news]}: ${messageOf(error)}`)
        return { incident: null, changed: false }
      })
    : { incident: null, changed: false }
  if (notify && (news === 'incident' || kept.changed)) {
    const sent = await notify(write.message(outcome, news, kept.incident))
    if (sent.kind === 'failed') warn(`notify-webhook was not told: ${sent.detail}`)
  }
  return kept.incident?.url ?? null
}

const FAILED: Record<News, string> = {
  incident: 'The incident could not be written',
  repaired: 'Whether an incident is open, and to be closed, is not known',
  unproven: 'Whether an incident is open is not known',
}

type Told = { scope: IncidentScope; news: News; write: WriteNews; warn: (text: string) => void }

async function keepIssue(
  incidents: Incidents,
  outcome: Outcome,
  { scope: { component, environment }, news, write, warn }: Told,
): Promise<Kept> {
  const scope = { component, environment }
  const [first, ...others] = await incidents.find(scope)
  if (!first) {
    const incident = news === 'incident' ? await incidents.open(scope, write.issue(outcome)) : null
    return { incident, changed: incident !== null }
  }
  // One that is repaired is closed also when nothing could be written there.
  await incidents.comment(first.number, write.comment(outcome, news)).catch((error: unknown) => {
    warn(`${first.url} may not tell of this run: ${messageOf(error)}`)
  })
  // Two runs at once may have opened one each.
  for (const { number, url } of news === 'repaired' ? [first, ...others] : []) {
    await incidents.close(number).catch((error: unknown) => {
      warn(`${url} is repaired, but could not be closed: ${messageOf(error)}`)
    })
  }
  return { incident: first, changed: true }
}
