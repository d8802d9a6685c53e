/** What a request is called in tables and on the command line: without ids, and the same in every run. */
export function nameRequest(method: string, url: string, body: Buffer): string {
  const [path = '', query = ''] = url.split('?')
  if (path.endsWith('/graphql')) {
    const { query: text } = JSON.parse(body.toString()) as { query: string }
    const [, kind = 'query', name = 'unnamed'] = /\b(query|mutation)\s+(\w+)/.exec(text) ?? []
    return `${kind} ${name}`
  }
  const git = /\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path)?.[1]
  if (git !== undefined) return `${method} ${git}${query === '' ? '' : ` (${query.replace('service=', '')})`}`
  const rest = /\/repos\/[^/]+\/[^/]+\/(.+)$/.exec(path)?.[1]
  if (rest === undefined) return `${method} ${path}`
  return `${method} ${decodeURIComponent(rest)
    .replace(/\/\d+(?=\/|$)/g, '/{id}')
    .replace(/[0-9a-f]{40}/g, '{object}')
    .replace(/(ref|matching-refs)\/tags\/.*/, '$1/{tag}')}`
}

/** `null`: this request moves no ref. `expected: null`: it would move one whatever that holds. */
export function moveAskedFor(method: string, url: string, body: Buffer): AskedMove[] | null {
  if (method === 'GET') return null
  const path = url.split('?')[0] ?? ''
  if (path.endsWith('/graphql')) return askedOfUpdateRefs(body)
  if (path.endsWith('/git-receive-pack')) {
    const text = body.toString('latin1')
    const commands = [...text.matchAll(/([0-9a-f]{40}) ([0-9a-f]{40}) (refs\/[^\0\n]+?)(?=\0|[0-9a-f]{8}|0000|$)/g)]
    return commands.map(([, expected = '', to = '', ref = '']) => ({ ref, expected, to }))
  }
  return /\/git\/refs(\/|$)/.test(path)
    ? [{ ref: decodeURIComponent(path.split('/git/')[1] ?? ''), expected: null, to: shaIn(body) }]
    : null
}

/** `null`: this request sets no traffic. */
export function shareAskedFor(url: string): { version: string; percent: number } | null {
  const [, version, percent] = /\/weights\/([^/]+)\/(\d+)$/.exec(url) ?? []
  return version === undefined ? null : { version, percent: Number(percent) }
}

type AskedMove = { ref: string; expected: string | null; to: string }

type UpdateRefs = { variables?: { refUpdates?: { name: string; beforeOid?: string | null; afterOid: string }[] } }

function askedOfUpdateRefs(body: Buffer): AskedMove[] | null {
  const { variables } = JSON.parse(body.toString()) as UpdateRefs
  return (
    variables?.refUpdates?.map(({ name, beforeOid, afterOid }) => ({
      ...{ ref: name, expected: beforeOid ?? null, to: afterOid },
    })) ?? null
  )
}

const shaIn = (body: Buffer): string => /"sha":\s*"([0-9a-f]{40})"/.exec(body.toString())?.[1] ?? ''
