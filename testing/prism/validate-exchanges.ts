import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RecordedExchange } from '../github/recorded-exchange.ts'
import { startPrism } from './start-prism.ts'

/** What Prism answers in place of GitHub. */
type Problem = { title: string; detail: string; validation?: { location: string[]; message: string }[] }

const NUMBER = 'x-exchange'

/** Gives for each exchange what in it does not fit GitHub's description, in words; nothing where all fits. */
export async function validateExchanges(exchanges: readonly RecordedExchange[]): Promise<string[][]> {
  const upstream = createServer((request, response) => {
    const exchange = exchanges[Number(request.headers[NUMBER])]
    request.resume()
    const headers = exchange?.responseBody ? { 'content-type': 'application/json; charset=utf-8' } : {}
    response.writeHead(exchange?.status ?? 501, headers).end(exchange?.responseBody)
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  try {
    const prism = await startPrism(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
    try {
      const found: string[][] = []
      for (const [number, exchange] of exchanges.entries()) found.push(await ask(prism.url, number, exchange))
      return found
    } finally {
      prism.close()
    }
  } finally {
    upstream.closeAllConnections()
    upstream.close()
  }
}

async function ask(prism: string, number: number, exchange: RecordedExchange): Promise<string[]> {
  const { method, url, requestBody } = exchange
  const answer = await fetch(`${prism}${url}`, {
    method,
    headers: { [NUMBER]: String(number), 'content-type': 'application/json' },
    ...(requestBody === '' ? {} : { body: requestBody }),
  })
  const text = await answer.text()
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) return []
  const { title, detail, validation }: Problem = JSON.parse(text)
  return validation?.map(({ location, message }) => `${location.join('.')}: ${message}`) ?? [`${title}: ${detail}`]
}
