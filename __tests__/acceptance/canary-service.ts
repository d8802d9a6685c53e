import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/**
 * A service in two environments, each serving what was last deployed into its folder. A hundred requests come to each
 * with every scrape, and fail as often as the prompt there says, or as what both depend on does.
 */
export async function startCanaryService(folder: string, environments: readonly string[]) {
  const faults: {
    common: number
    /** Beside those of its prompt, by version: what a version cannot stand here. */
    versions: Record<string, number>
    requests: Record<string, number>
  } = { common: 0, versions: {}, requests: {} }
  const counted = new Map(environments.map((name) => [name, { errors: 0, total: 0 }]))
  for (const name of environments) mkdirSync(join(folder, name), { recursive: true })
  const read = (environment: string, name: string): string => {
    const path = join(folder, environment, name)
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  }
  const server = createServer((request, response) => {
    const [, environment = ''] = /^\/version\/([\w-]+)$/.exec(request.url ?? '') ?? []
    if (environment !== '') return void response.end(read(environment, 'version'))
    const lines = [...counted].flatMap(([name, sum]) => {
      const requests = faults.requests[name] ?? 100
      const own = Number(/errors: (\d+)%/.exec(read(name, 'prompt.md'))?.[1] ?? 0) / 100
      sum.total += requests
      sum.errors += Math.round(requests * Math.max(own, faults.common, faults.versions[read(name, 'version')] ?? 0))
      return [
        `requests_total{env="${name}",code="200"} ${sum.total - sum.errors}`,
        `requests_total{env="${name}",code="500"} ${sum.errors}`,
      ]
    })
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(`# TYPE requests_total counter\n${lines.join('\n')}\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    served: (environment: string) => read(environment, 'version'),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
