import type { Component } from '../../tags/component.ts'

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
  /** The same of several, in their order, by one look. @throws when GitHub does not tell. */
  findAll(scopes: readonly IncidentScope[]): Promise<Incident[][]>
  /** @throws when GitHub does not take it. */
  open(scope: IncidentScope, text: { title: string; body: string }): Promise<Incident>
  comment(number: number, body: string): Promise<void>
  close(number: number): Promise<void>
}
