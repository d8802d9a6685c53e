import { type Answer, json } from '../exchange.ts'
import type { RestCall } from './route.ts'

/** One page of a list with GitHub's `Link` header: `per_page` 30 unless told, 100 at most. */
export const page = <T>({ query, request, state }: RestCall, all: readonly T[], show: (item: T) => unknown): Answer => {
  const size = Math.min(100, Math.max(1, Number(query.get('per_page') ?? 30)))
  const current = Math.max(1, Number(query.get('page') ?? 1))
  const last = Math.max(1, Math.ceil(all.length / size))
  const link = (number: number, rel: string): string => {
    const parameters = new URLSearchParams(query)
    parameters.set('page', String(number))
    return `<${state.url}${request.path}?${parameters}>; rel="${rel}"`
  }
  const links = [
    ...(current > 1 ? [link(current - 1, 'prev'), link(1, 'first')] : []),
    ...(current < last ? [link(current + 1, 'next'), link(last, 'last')] : []),
  ]
  const shown = all.slice((current - 1) * size, current * size).map(show)
  return json(200, shown, links.length === 0 ? {} : { link: links.join(', ') })
}
