import type { Component } from '../tags/component.ts'
import type { Outcome } from './outcome.ts'

/** What an incident is about. */
export type IncidentScope = { component: Component; environment: string }

export type Incident = {
  number: number
  /** For people. */
  url: string
}

/** The issues in which people are told; at most one is open for each component and environment. */
export type Incidents = {
  /** The open ones that we opened, oldest first. @throws when GitHub does not tell. */
  find(scope: IncidentScope): Promise<Incident[]>
  /** @throws when GitHub does not take it. */
  open(scope: IncidentScope, text: { title: string; body: string }): Promise<Incident>
  comment(number: number, body: string): Promise<void>
  close(number: number): Promise<void>
}

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
