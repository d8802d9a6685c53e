import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { fetchText, type TextRequest } from '../../src/metrics/fetch-text.ts'
import { type Listening, listen, type Received } from './listen.ts'

const SECRET = 'hunter2hunter2'

let here: Listening
let elsewhere: Listening
let respond: (response: ServerResponse, request: Received) => void

beforeAll(async () => {
  here = await listen((response, request) => respond(response, request))
  elsewhere = await listen((response) => response.end('reached'))
})
afterAll(async () => {
  await Promise.all([here.close(), elsewhere.close()])
})
beforeEach(() => {
  here.requests.length = 0
  elsewhere.requests.length = 0
})

const ask = (path: string, more: Partial<TextRequest> = {}) =>
  fetchText({
    ...{ fetch, url: `${here.origin}${path}`, timeoutSeconds: 5, maxBytes: 1000 },
    headers: { authorization: `Bearer ${SECRET}` },
    ...more,
  })

describe('an answer', () => {
  test.each([200, 204, 304, 404, 422, 500])('of status %s is handed over with its body', async (status) => {
    const body = status === 204 || status === 304 ? '' : 'Grüße'
    respond = (response) => response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body)
    expect(await ask('/')).toEqual({ kind: 'answer', status, contentType: 'text/plain; charset=utf-8', body })
    expect(here.requests[0]?.headers.authorization).toBe(`Bearer ${SECRET}`)
  })

  test('without a content type', async () => {
    respond = (response) => response.end('x')
    expect(await ask('/')).toMatchObject({ kind: 'answer', contentType: '', body: 'x' })
  })

  test('to a posted body', async () => {
    respond = (response, { method, body }) => response.end(`${method} ${body}`)
    expect(await ask('/', { method: 'POST', body: 'a=b' })).toMatchObject({ body: 'POST a=b' })
  })

  test('in parts, cut within a character', async () => {
    const bytes = Buffer.from('aü')
    respond = (response) => {
      response.write(bytes.subarray(0, 2))
      setImmediate(() => response.end(bytes.subarray(2)))
    }
    expect(await ask('/')).toMatchObject({ body: 'aü' })
  })
})

describe('a body', () => {
  test('of just the most bytes is taken', async () => {
    respond = (response) => response.end('x'.repeat(1000))
    expect(await ask('/')).toMatchObject({ kind: 'answer', body: 'x'.repeat(1000) })
  })

  test.each([1001, 10_000_000])('of %s bytes is too large', async (length) => {
    respond = (response) => response.end('x'.repeat(length))
    const detail = `${here.origin}/: expected at most 1000 bytes, got more`
    expect(await ask('/')).toEqual({ kind: 'unavailable', what: 'too-large', detail })
  })

  test('that never ends is stopped', async () => {
    const closed = new Promise<void>((resolve) => {
      respond = (response) => {
        const more = (): void => {
          while (response.writable && response.write('x'.repeat(10_000)));
        }
        response.on('drain', more).on('close', resolve)
        more()
      }
    })
    expect(await ask('/')).toMatchObject({ what: 'too-large' })
    await closed
  })

  test('is measured after decompression', async () => {
    respond = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(100_000)))
    expect(await ask('/')).toMatchObject({ what: 'too-large' })
  })

  test('that is not what its encoding says', async () => {
    respond = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip')
    expect(await ask('/')).toMatchObject({ kind: 'unavailable', what: 'malformed' })
  })

  test('that stops half-way runs into the time-out', async () => {
    respond = (response) => void response.writeHead(200, { 'content-length': '10' }).write('x')
    const detail = `${here.origin}/: no complete answer within 0.05 s`
    expect(await ask('/', { timeoutSeconds: 0.05 })).toEqual({ kind: 'unavailable', what: 'timeout', detail })
  })

  test('whose connection breaks', async () => {
    respond = (response) => {
      response.writeHead(200, { 'content-length': '10' }).write('x')
      setImmediate(() => response.destroy())
    }
    expect(await ask('/')).toMatchObject({ kind: 'unavailable', what: 'unreachable' })
  })
})

describe('no answer', () => {
  test('in time', async () => {
    respond = () => {}
    expect(await ask('/', { timeoutSeconds: 0.05 })).toMatchObject({ what: 'timeout' })
  })

  test('because the connection is refused', async () => {
    const gone = await listen(() => {})
    await gone.close()
    const answer = await ask('/', { url: `${gone.origin}/m?key=${SECRET}&n=1#${SECRET}` })
    const detail = `${gone.origin}/m?key=…&n=…: connection refused (ECONNREFUSED)`
    expect(answer).toEqual({ kind: 'unavailable', what: 'unreachable', detail })
  })

  test('because the host has no address', async () => {
    const answer = await ask('/', { url: 'http://nowhere.invalid/' })
    expect(answer).toMatchObject({ what: 'unreachable', detail: expect.stringContaining('(DNS)') })
  })

  test('because the server does not speak TLS', async () => {
    const answer = await ask('/', { url: here.origin.replace('http:', 'https:') })
    expect(answer).toMatchObject({ what: 'unreachable', detail: expect.stringContaining('TLS') })
  })

  test.each([
    ['reset', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy(), 'unreachable'],
    ['closed', (socket: { end(): unknown }) => socket.end(), 'unreachable'],
    ['something else than HTTP', (socket: { end(text: string): unknown }) => socket.end('SSH-2.0-x\r\n'), 'malformed'],
  ] as const)('but %s', async (_, reply, what) => {
    const server: Server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => reply(socket))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await ask('/', { url: `http://127.0.0.1:${port}/` })).toMatchObject({ kind: 'unavailable', what })
    await new Promise((resolve) => server.close(resolve))
  })

  test.each([
    ['not an address', 'unreachable'],
    ['http://127.0.0.1:6000/', 'unreachable'],
    [`ftp://user:${SECRET}@x.test/`, 'unreachable'],
    [`http://user:${SECRET}@127.0.0.1:6000/`, 'unreachable'],
  ])('from %s, without its secrets', async (url, what) => {
    const answer = await ask('/', { url })
    expect(answer).toMatchObject({ kind: 'unavailable', what })
    expect(JSON.stringify(answer)).not.toContain(SECRET)
  })

  test('to a header that cannot be sent, which is not shown', async () => {
    const answer = await ask('/', { headers: { authorization: `Bearer ${SECRET}\nX: y` } })
    const other = await ask('/', { headers: { authorization: `${SECRET}\u2713` } })
    for (const one of [answer, other]) expect(JSON.stringify(one)).not.toContain(SECRET)
    expect(other).toMatchObject({ kind: 'unavailable' })
  })

  test('from a fetch that throws what is no error', async () => {
    const odd = () => Promise.reject('odd')
    expect(await ask('/', { fetch: odd })).toMatchObject({ kind: 'unavailable', what: 'unreachable' })
  })
})

describe('a redirect', () => {
  const redirect = (status: number, location: string) => {
    respond = (response, { url, method, body }) =>
      url === '/from' ? response.writeHead(status, { location }).end() : response.end(`${method} ${url} ${body}`)
  }

  test.each([301, 302, 307, 308])('%s within the origin keeps method, body and headers', async (status) => {
    redirect(status, '/to?x=1')
    expect(await ask('/from', { method: 'POST', body: 'q' })).toMatchObject({ status: 200, body: 'POST /to?x=1 q' })
    expect(here.requests[1]?.headers.authorization).toBe(`Bearer ${SECRET}`)
  })

  test('303 asks again without the body', async () => {
    redirect(303, '/to')
    expect(await ask('/from', { method: 'POST', body: 'q' })).toMatchObject({ body: 'GET /to ' })
  })

  test('to another origin is not followed, and its query is not shown', async () => {
    redirect(302, `${elsewhere.origin}/steal?code=${SECRET}`)
    const detail = `${here.origin}/from: redirected to another origin, ${elsewhere.origin}/steal?code=…; not followed`
    expect(await ask('/from')).toEqual({ kind: 'unavailable', what: 'redirected', detail })
    expect(elsewhere.requests).toEqual([])
  })

  test.each(['//elsewhere.invalid/', 'https://127.0.0.1/', 'file:///etc/passwd', 'javascript:1'])(
    'to %s is not followed',
    async (location) => {
      redirect(302, location)
      expect(await ask('/from')).toMatchObject({ kind: 'unavailable', what: 'redirected' })
      expect(here.requests).toHaveLength(1)
    },
  )

  test('without end is given up after three', async () => {
    respond = (response, { url }) => response.writeHead(302, { location: `${url}x` }).end()
    expect(await ask('/')).toMatchObject({ kind: 'unavailable', what: 'redirected' })
    expect(here.requests.map(({ url }) => url)).toEqual(['/', '/x', '/xx', '/xxx'])
  })

  test('to nowhere is an answer, to nonsense is malformed', async () => {
    respond = (response) => response.writeHead(302).end('where to?')
    expect(await ask('/')).toMatchObject({ kind: 'answer', status: 302, body: 'where to?' })
    redirect(302, 'http://[')
    expect(await ask('/from')).toMatchObject({ kind: 'unavailable', what: 'malformed' })
  })
})
