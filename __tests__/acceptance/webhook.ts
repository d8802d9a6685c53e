import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = { status: number; location?: string; body?: string } | 'hang-up'

/** What Slack is to those who post to it: an address with a secret in its path that takes JSON. */
export async function startWebhook() {
  const received: { method: string; path: string; type: string | undefined; body: string }[] = []
  let answer: Answer = { status: 200, body: 'ok' }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = request
    received.push({ method, path: url, type: headers['content-type'], body: Buffer.concat(chunks).toString() })
    if (answer === 'hang-up') return void request.socket.destroy()
    response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/s3cret-path`,
    received,
    answer: (next: Answer) => {
      answer = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
