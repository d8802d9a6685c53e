import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** What `/metrics` is told to do instead of answering. */
export type MetricsFault = 'down' | 'html' | 'empty' | null

/**
 * A service that serves what was last deployed into `folder`: `prompt.md` holds its error rate (`errors: 20%`), and
 * `version` its version. A hundred requests come in with every scrape of its `/metrics`.
 */
export async function startService(folder: string) {
  const counted = { errors: 0, total: 0 }
  const faults: { metrics: MetricsFault; versionOf: string | null } = { metrics: null, versionOf: null }
  const read = (name: string): string => {
    const path = join(folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  }
  const server = createServer((request, response) => {
    if (request.url === '/version') return void response.end(faults.versionOf ?? read('version'))
    if (faults.metrics === 'down') return void response.writeHead(503).end('down')
    if (faults.metrics === 'html')
      return void response.setHeader('content-type', 'text/html').end('<html>Sign in</html>')
    if (faults.metrics === 'empty') return void response.end('# nothing yet\n')
    counted.total += 100
    counted.errors += Number(/errors: (\d+)%/.exec(read('prompt.md'))?.[1] ?? 0)
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(
      `# TYPE requests_total counter\nrequests_total{code="200"} ${counted.total - counted.errors}\nrequests_total{code="500"} ${counted.errors}\n`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    served: () => read('version'),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
