import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import type { Place } from './places.ts'

/** Deploys in two halves, so that a deploy can be cut in the middle, and keeps a journal of both. */
export const DEPLOY = `
place="$TAGBACK_ENVIRONMENT/$TAGBACK_NAME"
echo "$EPOCHREALTIME began $TAGBACK_COMPONENT/$TAGBACK_ENVIRONMENT $TAGBACK_VERSION $TAGBACK_REASON" >> "$SERVICE/journal"
sleep 0.2
mkdir -p "$SERVICE/$place"
cp "$TAGBACK_PATH" "$SERVICE/$place/content.md"
echo "$TAGBACK_VERSION" > "$SERVICE/$place/version"
echo "$EPOCHREALTIME ended $TAGBACK_COMPONENT/$TAGBACK_ENVIRONMENT $TAGBACK_VERSION $TAGBACK_REASON" >> "$SERVICE/journal"
`

/** `place`: `COMPONENT/ENVIRONMENT`. */
export type JournalLine = { at: number; half: 'began' | 'ended'; place: string; version: string; reason: string }

/**
 * Serves what was last copied into its folder, for each component by its name: `/NAME/version` in production,
 * `/ENVIRONMENT/NAME/version` elsewhere. A hundred requests come in with every look at `/NAME/metrics`.
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
    const [what, name = '', environment] = (request.url ?? '').split('/').reverse()
    const of = environment || 'production'
    const place = join(of, name)
    if (what === 'version') return void response.end(read(join(place, 'version')).trim())
    const before = counted.get(place) ?? { errors: 0, total: 0 }
    const errors = before.errors + errorsIn(read(join(place, 'content.md')), of)
    const total = before.total + 100
    counted.set(place, { errors, total })
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    response.end(
      `# TYPE requests_total counter\nrequests_total{code="200"} ${total - errors}\nrequests_total{code="500"} ${errors}\n`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What is really there: a deploy that was cut may have left a version that says nothing of it. */
    served: ({ component, environment }: Place): string =>
      /^(v\S+)/.exec(read(join(environment, basename(component), 'content.md')))?.[1] ?? 'nothing',
    journal: (): JournalLine[] =>
      read('journal')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [at = '0', half, place = '', version = '', reason = ''] = line.split(' ')
          return { at: Number(at) * 1000, half: half === 'began' ? 'began' : 'ended', place, version, reason }
        }),
    close: async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** In a hundred requests. A release says it for each environment: `asia: 30%`. */
const errorsIn = (content: string, environment: string): number =>
  Number(new RegExp(`^${environment}: (\\d+)%$`, 'm').exec(content)?.[1] ?? 0)
