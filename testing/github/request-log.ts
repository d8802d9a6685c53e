import type { FaultTarget } from './faults.ts'

export type LoggedRequest = {
  method: string
  /** Template of the route, for example `/repos/{owner}/{repo}/deployments`; `graphql`; git's service. */
  route: string
  path: string
  /** 0 when the connection was cut without an answer. */
  status: number
  /** `conditional` is any look at a single ref, and every 304: GitHub counts a 304 against no limit. */
  kind: 'api' | 'conditional' | 'git'
  tokenLogin: string | null
  operation: string | null
  /** Milliseconds since the epoch. */
  startedAt: number
  ms: number
}

const SINGLE_REF = '/repos/{owner}/{repo}/git/ref/{ref}'

export const kindOfRequest = (target: FaultTarget, status: number): LoggedRequest['kind'] => {
  if (target.kind === 'git') return 'git'
  return status === 304 || target.route === SINGLE_REF ? 'conditional' : 'api'
}
