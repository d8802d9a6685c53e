import type { Component } from '../tags/component.ts'

/**
 * The GitHub environment that holds the records of one component in one environment: `production/prompts/extraction`.
 * GraphQL filters Deployments by environment alone, and GitHub's page then shows what is live for each component.
 * Approvals and secrets stay on the plain environment, `production`.
 */
export const recordEnvironment = (component: Component, environment: string): string =>
  `${environment}/${component.type}/${component.name}`
