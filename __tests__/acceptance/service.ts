import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** What `/metrics` is told to do instead of answering. `idle`: it counts on, but no request comes in. */
export type MetricsFault = 'down' | 'html' | 'empty' | 'idle' | null

/**
 * A service that serves what was last deployed into `folder`: `prompt.md` holds its error rate (`errors: 20%`), and
 * `version` its version. A hundred requests come in with every scrape of its `/metrics`.
 */
export async function startService(folder: string) {
  const counted = { errors: 0, total: 0 }
  const faults: {
    metrics: MetricsFault
    /** From this scrape on, counted from 1; at once unless told. */
    metricsFrom: number
    versionOf: string | null
    /** Errors in a hundred requests, whatever is deployed. */
    errors: number | null
  } = { metrics: null, metricsFrom: 1, versionOf: null, errors: null }
  const seen: { scrapes: number; authorization: (string | undefined)[] } = { scrapes: 0, authorization: [] }
  const read = (name: string): string => {
    const path = join(folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  }
  const server = createServer((request, response) => {
    if (request.url === '/version') return void response.end(faults.versionOf ?? read('version'))
    seen.scrapes += 1
    seen.authorization.push(request.headers.authorization)
    const fault = seen.scrapes >= faults.metricsFrom ? faults.metrics : null
    if (fault === 'down') return void response.writeHead(503).end('down')
    if (fault === 'html') return void response.setHeader('content-type', 'text/html').end('<html>Sign in</html>')
    if (fault === 'empty') return void response.end('# nothing yet\n')
    if (fault !== 'idle') {
      counted.total += 100
      counted.errors += faults.errors ?? Number(/errors: (\d+)%/.exec(read('prompt.md'))?.[1] ?? 0)
    }
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(
      `# TYPE requests_total counter\nrequests_total{code="200"} ${counted.total - counted.errors}\nrequests_total{code="500"} ${counted.errors}\n`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ faults, seen, file: read },
    served: () => read('version'),
    /** `VERSION for REASON`, one for each deploy that got through. */
    deploys: () =>
      read('deploys')
        .split('\n')
        .filter((line) => line !== ''),
    /** Whether the process whose id a deploy wrote into this file is still there. */
    leftBehind: (name: string): boolean => {
      const pid = Number(read(name))
      if (!Number.isInteger(pid) || pid <= 0) throw new Error(`No process id in ${name}`)
      try {
        process.kill(pid, 0)
        // A zombie has ended, and only waits for its parent to ask how.
        return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
      } catch {
        return false
      }
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
