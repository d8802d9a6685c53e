import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** Deploys in two halves, so that a deploy can be cut in the middle, and keeps a journal of both. */
export const DEPLOY = `
echo "$EPOCHREALTIME began $TAGBACK_VERSION $TAGBACK_REASON" >> "$SERVICE/journal"
sleep 0.2
cp prompts/extraction.md "$SERVICE/prompt.md"
echo "$TAGBACK_VERSION" > "$SERVICE/version"
echo "$EPOCHREALTIME ended $TAGBACK_VERSION $TAGBACK_REASON" >> "$SERVICE/journal"
`

export type JournalLine = { at: number; half: 'began' | 'ended'; version: string; reason: string }

/** A service that serves what was last copied into its folder. A hundred requests come in with every look at `/metrics`. */
export async function startCaseService(folder: string) {
  const read = (name: string): string => {
    const path = join(folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
  const counted = { errors: 0, total: 0 }
  const server = createServer((request, response) => {
    if (request.url === '/version') return void response.end(read('version').trim())
    // A router: who asked it for what is seen by whoever stands before it.
    if (request.url?.startsWith('/weights/')) return void response.end()
    counted.total += 100
    counted.errors += Number(/errors: (\d+)%/.exec(read('prompt.md'))?.[1] ?? 0)
    const { errors, total } = counted
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(
      `# TYPE requests_total counter\nrequests_total{code="200"} ${total - errors}\nrequests_total{code="500"} ${errors}\n`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What is really there: a deploy that was cut may have left a version that says nothing of it. */
    served: (): string => /^(v\S+)/.exec(read('prompt.md'))?.[1] ?? 'nothing',
    journal: (): JournalLine[] =>
      read('journal')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [at = '0', half, version = '', reason = ''] = line.split(' ')
          return { at: Number(at) * 1000, half: half === 'began' ? 'began' : 'ended', version, reason }
        }),
    close: async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
