import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { Agent, createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { scrapingPrometheus } from '../metrics/metric-servers.ts'

export const ROUTER_TOKEN = 'router-secret-4711-abcdef'

/** Requests a second that come to the router. */
const REQUESTS = 100
const TICK = 50

type Place = { gitDir: string; ref: string }

/**
 * Two services behind a router that really splits requests between them, and a Prometheus that scrapes both. Each serves
 * what was last deployed into its folder, and fails as its prompt says: `errors: 60%` of the requests, and with
 * `from: 12` only while it gets more than so many a second; with `sticky`, from then on whatever it gets.
 */
export async function startRoutedService(folder: string, { gitDir, ref }: Place) {
  const journal = join(folder, 'journal')
  const [canary, stable] = [await startArm(folder, 'production-canary'), await startArm(folder, 'production')]
  const router = fork(
    join(import.meta.dirname, 'split-router.cjs'),
    [String(canary.port), String(stable.port), journal, gitDir, ref, ROUTER_TOKEN],
    { execArgv: [] },
  )
  const url = `http://127.0.0.1:${await portOf(router)}`
  const agent = new Agent({ keepAlive: true })
  const timer = setInterval(() => {
    for (let sent = 0; sent < (REQUESTS * TICK) / 1000; sent++)
      get(`${url}/`, { agent }, (answer) => answer.resume()).on('error', () => undefined)
  }, TICK)
  const prometheus = await scrapingPrometheus([canary, stable].map(({ port }) => `http://127.0.0.1:${port}`))
  return {
    ...{ url, prometheus: prometheus.url },
    journal: (): string[] => (existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n') : []),
    served: (environment: string) => readIn(folder, environment, 'version'),
    /** What the router answers to whoever sets the weights. */
    fault: async (status: number): Promise<void> => {
      await fetch(`${url}/fault`, { method: 'POST', body: String(status) })
    },
    close: async (): Promise<void> => {
      clearInterval(timer)
      agent.destroy()
      router.kill('SIGKILL')
      await prometheus.stop()
      for (const { server } of [canary, stable]) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

const readIn = (folder: string, environment: string, name: string): string => {
  const path = join(folder, environment, name)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
}

async function startArm(folder: string, environment: string): Promise<{ server: Server; port: number }> {
  mkdirSync(join(folder, environment), { recursive: true })
  const counted = { 200: 0, 500: 0 }
  let [lately, owed, overloaded]: [number[], number, boolean] = [[], 0, false]
  let prompt = ''
  const codeOf = (): 200 | 500 => {
    const said = readIn(folder, environment, 'prompt.md')
    if (said !== prompt) [prompt, overloaded] = [said, false]
    const now = Date.now()
    lately = [...lately.filter((at) => at > now - 1000), now]
    const figure = (name: string): number => Number(new RegExp(`${name}: (\\d+)`).exec(prompt)?.[1] ?? 0)
    overloaded = lately.length > figure('from') || (overloaded && prompt.includes('sticky'))
    owed += overloaded ? figure('errors') : 0
    if (owed < 100) return 200
    owed -= 100
    return 500
  }
  const server = createServer((request, response) => {
    if (request.url === '/version') return void response.end(readIn(folder, environment, 'version'))
    if (request.url !== '/metrics') {
      const code = codeOf()
      counted[code] += 1
      return void response.writeHead(code).end()
    }
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    const lines = Object.entries(counted).map(
      ([code, count]) => `requests_total{env="${environment}",code="${code}"} ${count}\n`,
    )
    response.end(`# TYPE requests_total counter\n${lines.join('')}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

const portOf = (router: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    router.once('message', (port) => resolve(Number(port)))
    router.once('exit', (code) => reject(new Error(`The router ended with ${code}`)))
  })
