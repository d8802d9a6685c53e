import type { RecordedExchange } from '../github/recorded-exchange.ts'

export type SpoiledExchange = { what: string; exchange: RecordedExchange; expected: string }

/** Exchanges of the same run, each with one mistake that Prism has to name. @throws when the run had nothing to spoil. */
export function spoiledExchanges(exchanges: readonly RecordedExchange[]): SpoiledExchange[] {
  const sent = (route: string, method = 'POST'): RecordedExchange => {
    const found = exchanges.find((exchange) => exchange.method === method && exchange.route.endsWith(route))
    if (!found) throw new Error(`None of the recorded requests is a ${method} to …${route}`)
    return found
  }
  const changed = (text: string, change: object): string => JSON.stringify({ ...JSON.parse(text), ...change })
  const [deployment, status, list] = [sent('/deployments'), sent('/statuses'), sent('/deployments', 'GET')]
  const requestBody = (exchange: RecordedExchange, change: object): RecordedExchange => ({
    ...exchange,
    requestBody: changed(exchange.requestBody, change),
  })
  return [
    {
      what: 'a required property that is not sent',
      exchange: requestBody(deployment, { ref: undefined }),
      expected: "must have required property 'ref'",
    },
    {
      what: 'a property of the wrong type',
      exchange: requestBody(deployment, { environment: 1 }),
      expected: 'environment must be string',
    },
    {
      what: 'a state that there is not',
      exchange: requestBody(status, { state: 'rolled-back' }),
      expected: 'must be equal to one of the allowed values',
    },
    {
      what: 'a parameter of the wrong type',
      exchange: { ...list, url: `${list.url.split('?')[0]}?per_page=all` },
      expected: 'must be integer',
    },
    {
      what: 'an answer without a required property',
      exchange: { ...status, responseBody: changed(status.responseBody, { creator: undefined }) },
      expected: "must have required property 'creator'",
    },
    {
      what: 'a path that there is not',
      exchange: { ...deployment, url: deployment.url.replace('/deployments', '/deploys') },
      expected: 'Route not resolved',
    },
  ]
}
