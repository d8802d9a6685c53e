import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const REQUESTS_PER_SCRAPE = 100

/**
 * A `/metrics` page in Prometheus' text format. A hundred requests come in with every scrape, and the file holds the
 * percentage of them that fail. `answeredAt`: when each scrape had been answered, on the clock of `performance.now()`.
 */
export async function startMeteredService(errorsFile: string) {
  const counted = { errors: 0, total: 0 }
  const answeredAt: number[] = []
  const server = createServer((_, response) => {
    counted.total += REQUESTS_PER_SCRAPE
    counted.errors += existsSync(errorsFile) ? Number(readFileSync(errorsFile, 'utf8')) : 0
    response.on('finish', () => answeredAt.push(performance.now()))
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(
      '# TYPE requests_total counter\n' +
        `requests_total{code="200"} ${counted.total - counted.errors}\n` +
        `requests_total{code="500"} ${counted.errors}\n`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answeredAt: answeredAt as readonly number[],
    close: async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
