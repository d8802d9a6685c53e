/**
 * The service of the demo, as a process of its own: reads invoices by the prompt that was deployed last.
 * Its working directory is where deploys put `prompt.md` and `version`; `POST /reload` reads them again.
 * It ends when the process that started it goes away.
 */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extract } from './extract.ts'

type Answer = { status: number; type?: string; body: string }

let deployed: { prompt: string; version: string } | null = null
const answered = new Map<number, number>()

const text = (status: number, body: string): Answer => ({ status, body: `${body}\n` })
const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json',
  body: `${JSON.stringify(body)}\n`,
})

const reload = async (): Promise<Answer> => {
  const [prompt, version] = await Promise.all([readFile('prompt.md', 'utf8'), readFile('version', 'utf8')])
  deployed = { prompt, version: version.trim() }
  return text(200, `Serving ${deployed.version}`)
}

const extractFrom = (document: string): Answer => {
  const result = deployed === null ? null : extract(deployed.prompt, document)
  const status = result?.status ?? 503
  answered.set(status, (answered.get(status) ?? 0) + 1)
  if (result === null) return json(503, { error: 'Nothing is deployed yet.' })
  return json(status, result.status === 200 ? result.fields : { error: result.error })
}

const metrics = (): Answer => {
  const lines = [...answered].map(([code, count]) => `http_requests_total{path="/extract",code="${code}"} ${count}`)
  const head = ['# HELP http_requests_total Requests that were answered.', '# TYPE http_requests_total counter']
  return { status: 200, type: 'text/plain; version=0.0.4', body: `${[...head, ...lines].join('\n')}\n` }
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const answer = async (request: IncomingMessage): Promise<Answer> => {
  switch (`${request.method} ${request.url}`) {
    case 'POST /extract':
      return extractFrom(await readBody(request))
    case 'GET /version':
      return deployed === null ? text(503, 'Nothing is deployed yet.') : text(200, deployed.version)
    case 'GET /metrics':
      return metrics()
    case 'POST /reload':
      return reload()
    default:
      return text(404, 'There is POST /extract, GET /version, GET /metrics and POST /reload.')
  }
}

const server = createServer((request, response) => {
  answer(request)
    .catch((error: Error) => text(500, error.message))
    .then(({ status, type = 'text/plain', body }) => response.writeHead(status, { 'content-type': type }).end(body))
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit(0))
// Ctrl-C reaches every process of the terminal; whoever started this one decides when it ends.
process.on('SIGINT', () => undefined)
