import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { LocalGitHub } from '../testing/github/local-github.ts'

/** When the request that moves a tag reached the local GitHub and was answered, in milliseconds of `performance.now()`. */
export type ObservedMove = { arrived: number; answered: number }

const FINISHED = 'http.server.response.finish'

/** Watches this process' own servers, without touching a request. */
export function observeMoves(github: Pick<LocalGitHub, 'inject'>): { moves: readonly ObservedMove[]; stop(): void } {
  const moves: ObservedMove[] = []
  let arrived: number | null = null
  const stopLooking = github.inject({
    match: ({ operation }) => {
      if (operation === 'TagbackMove') arrived = performance.now()
      return false
    },
    fault: { kind: 'delay', ms: 0 },
  })
  const finished = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage }
    if (arrived === null || !request.url?.endsWith('/graphql')) return
    moves.push({ arrived, answered: performance.now() })
    arrived = null
  }
  subscribe(FINISHED, finished)
  return {
    moves,
    stop: () => {
      stopLooking()
      unsubscribe(FINISHED, finished)
    },
  }
}
