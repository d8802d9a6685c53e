import { type Unavailable, unavailable } from './source-settings.ts'

/** A body that is to be JSON. The body itself is not shown: it may be anything. */
export const parseJson = (body: string): { kind: 'json'; data: unknown } | Unavailable => {
  if (body.trim() === '') return unavailable('malformed', 'expected JSON, found an empty body')
  try {
    return { kind: 'json', data: JSON.parse(body) }
  } catch {
    return unavailable(
      'malformed',
      `expected JSON, found ${looksLikeHtml(body) ? 'HTML, perhaps a log-in page' : 'something else'}`,
    )
  }
}

export const looksLikeHtml = (body: string): boolean => /^\s*<(!doctype|html|head|body|!--)/i.test(body)
