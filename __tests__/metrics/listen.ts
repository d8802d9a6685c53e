import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listening = { origin: string; requests: Received[]; close(): Promise<void> }

export type Received = { method: string; url: string; headers: IncomingMessage['headers']; body: string }

/** An HTTP server on a free port that keeps what it was asked. */
export const listen = async (respond: (response: ServerResponse, request: Received) => void): Promise<Listening> => {
  const requests: Received[] = []
  const handle: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const received = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
      requests.push(received)
      respond(response, received)
    })
  }
  const server: Server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
