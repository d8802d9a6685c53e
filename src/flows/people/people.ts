import type { Outcome } from '../outcome.ts'
import type { Incident, Incidents } from './incidents.ts'

/** What an ended run means for people: something to look at, or the end of what was to be looked at. */
export type News = 'incident' | 'repaired' | 'unproven'

/** How it is said. Markdown, except for `message`, which is text for a chat. */
export type WriteNews = {
  issue(outcome: Outcome): { title: string; body: string }
  comment(outcome: Outcome, news: News): string
  message(outcome: Outcome, news: News, incident: Incident | null): string
}

/** Never throws. `detail` names no more of the address than its host. */
export type Notify = (text: string) => Promise<{ kind: 'sent' } | { kind: 'failed'; detail: string }>

export type PeoplePorts = {
  /** `null`: no issues are wanted. */
  incidents: Incidents | null
  notify: Notify | null
  write: WriteNews
}
