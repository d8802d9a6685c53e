import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'

/** Deploys in two halves, so that a deploy can be cut in the middle, and keeps a journal of both. */
export const DEPLOY = `
echo "$EPOCHREALTIME began $TAGBACK_COMPONENT $TAGBACK_VERSION $TAGBACK_REASON" >> "$SERVICE/journal"
sleep 0.2
mkdir -p "$SERVICE/$TAGBACK_NAME"
cp "$TAGBACK_PATH" "$SERVICE/$TAGBACK_NAME/content.md"
echo "$TAGBACK_VERSION" > "$SERVICE/$TAGBACK_NAME/version"
echo "$EPOCHREALTIME ended $TAGBACK_COMPONENT $TAGBACK_VERSION $TAGBACK_REASON" >> "$SERVICE/journal"
`

export type JournalLine = { at: number; half: 'began' | 'ended'; component: string; version: string; reason: string }

/**
 * Serves what was last copied into its folder, for each component by its name. A hundred requests come in with every look at
 * `/NAME/metrics`.
 */
export async function startCaseService(folder: string) {
  const read = (name: string): string => {
    const path = join(folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
  const counted = new Map<string, { errors: number; total: number }>()
  const server = createServer((request, response) => {
    // A router: who asked it for what is seen by whoever stands before it.
    if (request.url?.startsWith('/weights/')) return void response.end()
    const [, name = '', what] = (request.url ?? '').split('/')
    if (what === 'version') return void response.end(read(join(name, 'version')).trim())
    const before = counted.get(name) ?? { errors: 0, total: 0 }
    const errors = before.errors + Number(/errors: (\d+)%/.exec(read(join(name, 'content.md')))?.[1] ?? 0)
    const total = before.total + 100
    counted.set(name, { errors, total })
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(
      `# TYPE requests_total counter\nrequests_total{code="200"} ${total - errors}\nrequests_total{code="500"} ${errors}\n`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What is really there: a deploy that was cut may have left a version that says nothing of it. */
    served: (component: string): string =>
      /^(v\S+)/.exec(read(join(basename(component), 'content.md')))?.[1] ?? 'nothing',
    journal: (): JournalLine[] =>
      read('journal')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [at = '0', half, component = '', version = '', reason = ''] = line.split(' ')
          return { at: Number(at) * 1000, half: half === 'began' ? 'began' : 'ended', component, version, reason }
        }),
    close: async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
