import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRepository } from './create-repository.ts'
import { type Answer, json, type Request } from './exchange.ts'
import { createFaults, type Fault } from './faults.ts'
import type { LocalGitHub } from './local-github.ts'
import type { LocalState } from './local-state.ts'
import { eventsOf, type GitHubEvent } from './push-events.ts'
import { createRateLimits } from './rate-limit.ts'
import { recordExchange } from './recorded-exchange.ts'
import { kindOfRequest, type LoggedRequest } from './request-log.ts'
import { routeRequest } from './route-request.ts'
import { makeToken } from './tokens.ts'
import type { WorkflowRunRecord } from './workflow-run-record.ts'

export type LocalGitHubOptions = {
  /** Milliseconds since the epoch; what the times of records are taken from. */
  now?: () => number
  /** Requests an hour for each token that the headers tell of. */
  rateLimit?: number
  /** `false`: the answer to a dispatch never says which run it started. */
  runDetails?: boolean
  /** File that every REST request is added to, with the answer, unless a fault has spoiled it. */
  exchanges?: string | undefined
}

const readRequest = async (incoming: IncomingMessage): Promise<Request> => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const url = new URL(incoming.url ?? '/', 'http://local')
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  }
}

/** Plays the faults that come before the effect. Gives the answer that stands in for the real one, if there is one. */
const playFaults = async (faults: readonly Fault[]): Promise<Answer | 'dropped' | null> => {
  for (const fault of faults) {
    if (fault.kind === 'delay') await sleep(fault.ms, undefined, { ref: false })
    if (fault.kind === 'first') await fault.run()
    if (fault.kind === 'drop-before') return 'dropped'
    if (fault.kind === 'status')
      return {
        status: fault.status,
        headers: fault.headers ?? {},
        body: fault.body ?? JSON.stringify({ message: 'Fault' }),
      }
  }
  return null
}

const tell = (listeners: ReadonlySet<(event: GitHubEvent) => void>, events: readonly GitHubEvent[]): void => {
  for (const event of events) for (const listener of listeners) listener(event)
}

/** Starts a GitHub of its own on a free port of this machine. Everything goes away with `close()`. */
export const startLocalGitHub = async (options: LocalGitHubOptions = {}): Promise<LocalGitHub> => {
  const now = options.now ?? Date.now
  const root = await mkdtemp(join(tmpdir(), 'local-github-'))
  const listeners = new Set<(event: GitHubEvent) => void>()
  const dispatchListeners = new Set<(run: WorkflowRunRecord) => void>()
  const requests: LoggedRequest[] = []
  const faults = createFaults()
  const limits = createRateLimits(options.rateLimit ?? 5000, now)
  let lastId = 1000
  // Events come in the order of the moves, and after the answer to whoever moved.
  let telling: Promise<void> = Promise.resolve()
  const state: LocalState = {
    url: '',
    repositories: new Map(),
    tokens: new Map(),
    violations: [],
    now,
    nextId: () => ++lastId,
    givesRunDetails: options.runDetails !== false,
    dispatched: (_repository, run) => setImmediate(() => dispatchListeners.forEach((listener) => void listener(run))),
    refsMoved: (repository, token, changes) => {
      if (listeners.size === 0) return
      telling = telling
        .then(() => eventsOf(state, repository, token, changes))
        .then((events) => tell(listeners, events))
        .catch((error: Error) => void state.violations.push(`events: ${error.stack ?? error.message}`))
    },
  }

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const [startedAt, began] = [Date.now(), performance.now()]
    const request = await readRequest(incoming)
    const { target, answer } = routeRequest(state, limits, request)
    const hit = faults.hitting(target)
    const early = await playFaults(hit)
    const given = early ?? (await answer())
    const dropped = given === 'dropped' || hit.some(({ kind }) => kind === 'drop-after')
    const { method, path, route, tokenLogin, operation } = target
    const status = dropped ? 0 : given.status
    if (options.exchanges && target.kind === 'rest' && early === null && given !== 'dropped')
      recordExchange(options.exchanges, route, request, given)
    const ms = performance.now() - began
    requests.push({
      method,
      route,
      path,
      status,
      kind: kindOfRequest(target, status),
      tokenLogin,
      operation,
      startedAt,
      ms,
    })
    if (dropped) return void incoming.socket.destroy()
    outgoing.writeHead(given.status, { 'x-github-request-id': randomUUID(), ...given.headers }).end(given.body)
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: Error) => {
      state.violations.push(`${incoming.method} ${incoming.url}: ${error.stack ?? error.message}`)
      const { status, headers, body } = json(500, { message: error.message })
      outgoing.writeHead(status, headers).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: state.url,
    apiUrl: `${state.url}/api/v3`,
    graphqlUrl: `${state.url}/api/graphql`,
    requests,
    clearRequests: () => void requests.splice(0),
    violations: state.violations,
    createRepository: (wanted) => createRepository(state, root, wanted),
    createToken: (wanted) => {
      const token = makeToken(wanted)
      state.tokens.set(token.value, token)
      return token.value
    },
    revokeToken: (token) => void state.tokens.delete(token),
    onEvent: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onDispatch: (listener) => {
      dispatchListeners.add(listener)
      return () => void dispatchListeners.delete(listener)
    },
    eventsTold: () => telling,
    inject: faults.inject,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await telling
      for (const repository of state.repositories.values()) await repository.objects.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}
