import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Service } from '../service/start-service.ts'
import { createTally, type Tally } from '../service/tally.ts'
import { ENVIRONMENT } from '../stage/publish.ts'
import { CANARY } from './acts.ts'

export type Router = {
  /** `http://127.0.0.1:PORT` */
  url: string
  /** What callers got from each environment. */
  tallies: Readonly<Record<string, Tally>>
  close(): Promise<void>
}

/** Every third request goes to the canary, once something was deployed there. */
const SHARE = 3

/**
 * What stands before both services: `/extract` sends callers to one of them, `/metrics` counts what each answered,
 * `/version/ENVIRONMENT` and `POST /reload/ENVIRONMENT` reach the one that is named.
 */
export const startRouter = async (services: Readonly<Record<string, Service>>): Promise<Router> => {
  const agent = new Agent({ keepAlive: true })
  const environments = Object.keys(services)
  const tallies = Object.fromEntries(environments.map((name) => [name, createTally()]))
  const counted = new Map<string, number>()
  const serving = new Set<string>()
  let requests = 0

  const forward = (environment: string, path: string, from: IncomingMessage, to: ServerResponse): void => {
    const call = request(`${services[environment]?.url}${path}`, { method: from.method ?? 'GET', agent })
    call.on('response', (answer) => {
      const status = answer.statusCode ?? 502
      if (path === '/extract') count(environment, status)
      if (path === '/reload' && status === 200) serving.add(environment)
      to.writeHead(status, { 'content-type': answer.headers['content-type'] ?? 'text/plain' })
      answer.pipe(to)
    })
    call.on('error', () => to.writeHead(502).end('The service did not answer.\n'))
    from.pipe(call)
  }
  const count = (environment: string, status: number): void => {
    const series = `environment="${environment}",code="${status}"`
    counted.set(series, (counted.get(series) ?? 0) + 1)
    tallies[environment]?.count(Date.now(), status !== 200)
  }
  const next = (): string => (requests++ % SHARE === 0 && serving.has(CANARY) ? CANARY : ENVIRONMENT)

  const server = createServer((from, to) => {
    const [, path = '', environment] = /^(\/\w+)(?:\/([\w-]+))?$/.exec(from.url ?? '') ?? []
    if (path === '/metrics') {
      const lines = [...counted].map(([series, total]) => `http_requests_total{${series}} ${total}`)
      to.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
      to.end(`# TYPE http_requests_total counter\n${lines.join('\n')}\n`)
    } else if (environment !== undefined && services[environment] === undefined)
      to.writeHead(404).end('No such environment.\n')
    else forward(environment ?? (path === '/extract' ? next() : ENVIRONMENT), path, from, to)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tallies,
    close: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
