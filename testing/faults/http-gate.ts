import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestFault } from './fault-kinds.ts'
import type { Sabotage } from './sabotage.ts'

/** A request that arrived at a gate. */
type Arrival = { method: string; url: string; body: Buffer }

export type GateOrder = {
  /** `http://127.0.0.1:PORT` of the server behind the gate, which has an address of its own. */
  upstream: string
  /** Numbers the request and says what goes wrong with it. */
  faultOf(arrival: Arrival): RequestFault | null
  kill(): void
  interrupt(): void
  overtake(): Promise<void>
  /** Broken variants of the product, to see whether they are found out. */
  sabotage: Sabotage | null
  /** Told of every answer of the server behind; `null` when it never got the request. */
  passed(arrival: Arrival, status: number | null): void
}

export type Gate = {
  url: string
  /** Resolves when no request is under way, late ones included. */
  settled(): Promise<void>
  close(): Promise<void>
}

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer }

/** Milliseconds in which nobody listens after a refused connection: longer than the first pause before a repetition. */
const CLOSED = 1_500
/** Milliseconds after which a delayed request is passed on, if whoever asked waits so long: more than any time-out. */
const LONGEST_DELAY = 25_000
/** Milliseconds between the end of the client's patience and the late effect. */
const AFTER_GIVING_UP = 300

const ANSWERS: Record<'500' | '403' | '429', Answer> = {
  500: { status: 500, headers: {}, body: Buffer.from('{"message":"Server Error"}') },
  403: { status: 403, headers: {}, body: Buffer.from('{"message":"Resource not accessible by integration"}') },
  429: {
    status: 429,
    headers: { 'retry-after': '1' },
    body: Buffer.from('{"message":"You have exceeded a secondary rate limit"}'),
  },
}

/** Stands in front of a server and spoils single requests. Everything else goes through as it is. */
export async function openGate(order: GateOrder): Promise<Gate> {
  const underWay = new Set<Promise<unknown>>()
  const server = createServer((incoming, outgoing) => {
    const work = serve(order, server, incoming, outgoing).catch(() => incoming.socket.destroy())
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
  })
  await listen(server, { port: 0, host: ownAddress() })
  const { address, port } = server.address() as AddressInfo
  return {
    url: `http://${address}:${port}`,
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function serve(
  order: GateOrder,
  server: Server,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const sent = { method: incoming.method ?? 'GET', url: incoming.url ?? '/', body: Buffer.concat(chunks) }
  const arrival = order.sabotage === 'blind-force' ? { ...sent, body: withoutComparison(sent.body) } : sent
  const { socket } = incoming
  const pass = async (): Promise<Answer> => {
    const answer = await ask(order.upstream, incoming, arrival.body)
    order.passed(arrival, answer.status)
    return answer
  }
  const give = ({ status, headers, body }: Answer): void => void outgoing.writeHead(status, headers).end(body)
  const fault = order.faultOf(arrival)
  switch (fault) {
    case null:
      return give(await pass())
    case 'refused':
      order.passed(arrival, null)
      return refuse(server, incoming)
    case 'drop-before':
      order.passed(arrival, null)
      return void socket.destroy()
    case 'drop-after':
      await pass()
      if (order.sabotage === 'write-retries' && arrival.method === 'POST') await pass()
      return void socket.destroy()
    case '500':
    case '403':
    case '429':
      order.passed(arrival, null)
      return give(ANSWERS[fault])
    case 'delay':
      await Promise.race([gone(outgoing), sleep(LONGEST_DELAY, undefined, { ref: false })])
      await sleep(AFTER_GIVING_UP)
      return give(await pass())
    case 'kill-before':
      order.kill()
      order.passed(arrival, null)
      return void socket.destroy()
    case 'kill-after':
      await pass()
      order.kill()
      return void socket.destroy()
    case 'sigint':
      order.interrupt()
      return give(await pass())
    case 'overtaken':
      await order.overtake()
      return give(await pass())
  }
}

const gone = (outgoing: ServerResponse): Promise<void> =>
  new Promise((resolve) => outgoing.once('close', () => resolve()))

/** This one is reset; whoever connects in the next moments is refused by the machine itself. */
async function refuse(server: Server, incoming: IncomingMessage): Promise<void> {
  const { address: host, port } = server.address() as AddressInfo
  server.close()
  server.closeIdleConnections()
  incoming.socket.resetAndDestroy()
  await sleep(CLOSED)
  await listen(server, { port, host })
}

let gates = 0
/**
 * Of a gate alone, so that nobody takes the port in the time in which nobody listens: to whoever asks, the server would be gone
 * for good. Linux listens on all of 127.0.0.0/8.
 */
function ownAddress(): string {
  if (process.platform !== 'linux') return '127.0.0.1'
  const number = ++gates % 65_536
  return `127.${1 + (process.pid % 254)}.${number >> 8}.${number & 255}`
}

const listen = (server: Server, { port, host }: { port: number; host: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const ask = (upstream: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = forward(
      `${upstream}${incoming.url}`,
      { method: incoming.method, headers: headersFor(incoming, body), agent: false },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const { connection, 'transfer-encoding': _, ...headers } = answer.headers
          resolve({ status: answer.statusCode ?? 0, headers, body: Buffer.concat(chunks) })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })

const headersFor = ({ headers }: IncomingMessage, body: Buffer): IncomingMessage['headers'] =>
  headers['content-length'] === undefined ? headers : { ...headers, 'content-length': String(body.length) }

const withoutComparison = (body: Buffer): Buffer =>
  Buffer.from(body.toString('latin1').replace(/"beforeOid":"[0-9a-f]{40}",/g, ''), 'latin1')
