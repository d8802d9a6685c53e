import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { systemClock } from '../../src/actions/system-clock.ts'
import { type TrafficByUrlOptions, trafficByUrl } from '../../src/deploy/traffic-by-url.ts'

const commit = 'c'.repeat(40)
const release = { component: 'components/prompts/a b', version: 'v1.2.0', versioned: true, object: commit, commit }
const SECRET = 'Bearer secret-of-the-router'

type Seen = { method: string; url: string; body: string; type: string | undefined; authorization: string | undefined }

let server: Server
let elsewhere: Server
let seen: Seen[]
/** Status and further headers of each answer, the last again and again. */
let answers: [status: number, headers?: Record<string, string>][]

const originOf = (listening: Server): string => `http://127.0.0.1:${(listening.address() as AddressInfo).port}`

beforeAll(async () => {
  const listen = async (): Promise<Server> => {
    const listening = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const { method = '', url = '', headers } = request
        seen.push({ method, url, body, type: headers['content-type'], authorization: headers.authorization })
        const [status, more] = answers.length > 1 ? (answers.shift() ?? [200]) : (answers[0] ?? [200])
        if (status !== 0) response.writeHead(status, more).end(`echo ${body}`)
      })
    })
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    return listening
  }
  server = await listen()
  elsewhere = await listen()
})
beforeEach(() => {
  seen = []
  answers = [[200]]
})
afterAll(() => {
  for (const one of [server, elsewhere]) {
    one.closeAllConnections()
    one.close()
  }
})

const BODY = '{"weights": [{percent}, {rest}], "of": "{name} {version}"}'

const set = (percent: number, more: Partial<TrafficByUrlOptions> = {}, within = 10) =>
  trafficByUrl({
    ...{ fetch, clock: systemClock, url: `${originOf(server)}/{environment}/{name}?to={percent}`, method: 'PUT' },
    ...{ body: BODY, headers: { authorization: SECRET } },
    componentOf: (id) => ({ id, prefix: 'components', type: 'prompts', name: 'a b' }),
    ...more,
  })({ release, environment: 'production-canary', percent, within })

describe('the traffic, set by a request', () => {
  it('says the share, and what is left, in the address and in the body', async () => {
    expect(await set(25)).toStrictEqual({ kind: 'set' })
    expect(seen).toStrictEqual([
      {
        ...{ method: 'PUT', url: '/production-canary/a%20b?to=25', body: '{"weights": [25, 75], "of": "a b v1.2.0"}' },
        ...{ type: 'application/json', authorization: SECRET },
      },
    ])
  })

  it('is patched as a form where the headers say so', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await set(5, { method: 'PATCH', body: 'w={percent}&of={name}', headers })).toStrictEqual({ kind: 'set' })
    expect(seen).toMatchObject([{ method: 'PATCH', body: 'w=5&of=a%20b', type: headers['content-type'] }])
  })

  it('is asked for again after an answer that may get better, and not after another', async () => {
    answers = [[503, { 'content-type': 'text/html' }], [429], [204]]
    expect(await set(25)).toStrictEqual({ kind: 'set' })
    expect(seen).toHaveLength(3)
    answers = [[403]]
    expect(await set(25)).toMatchObject({ kind: 'failed', detail: expect.stringMatching(/found 403$/) })
    expect(seen).toHaveLength(4)
  })

  it('is given up after three tries, without a word of what was sent or answered', async () => {
    answers = [[500]]
    const { detail } = (await set(25)) as { detail: string }
    expect(detail).toBe(
      `traffic-url: PUT ${originOf(server)}/production-canary/a%20b?to=…: expected 200 to 299, found 500 (3 tries)`,
    )
    expect(seen).toHaveLength(3)
  })

  it('is given up when its time is over', async () => {
    answers = [[0]]
    expect(await set(25, {}, 1)).toMatchObject({ detail: expect.stringMatching(/^traffic-url: timeout: /) })
  })

  it.each(['elsewhere', 'the same host'])('does not follow to %s: who is sent on has not set it', async (where) => {
    answers = [[307, { location: `${originOf(where === 'elsewhere' ? elsewhere : server)}/login` }]]
    expect(await set(25)).toMatchObject({ detail: expect.stringMatching(/redirected to http.*\/login; not followed$/) })
    expect(seen).toHaveLength(1)
  })

  it('is not set by a portal that answers everything well', async () => {
    answers = [[200, { 'content-type': 'text/html' }]]
    expect(await set(25)).toMatchObject({ detail: expect.stringMatching(/expected the answer of an API, found HTML$/) })
  })

  it('names a router that is not there', async () => {
    const url = 'http://127.0.0.1:1/{percent}'
    expect(await set(25, { url })).toMatchObject({ kind: 'failed', detail: expect.stringMatching(/^traffic-url: /) })
  })

  it.each<[Partial<TrafficByUrlOptions>, RegExp]>([
    [
      { url: 'https://{environment}.example.com/{percent}' },
      /^traffic-url: expected placeholders in the path or the query only/,
    ],
    [{ url: 'https://example.com:{percent}/' }, /^traffic-url: expected placeholders in the path or the query only/],
    [
      { url: 'https://example.com/{per}' },
      /^traffic-url: unknown placeholder \{per\}: expected one of .*\{percent\}, \{rest\}$/,
    ],
    [{ url: 'https://ada:pw@example.com/{percent}' }, /^traffic-url: expected an address without user name/],
    [{ body: '{"of": {version}}' }, /^traffic-body: \{version\} must stand in quotes/],
    [{ headers: { 'content-type': 'text/xml' } }, /^traffic-body: expected a content-type for JSON/],
  ])('is refused before anything is sent: %j', (options, message) => expect(() => set(25, options)).toThrow(message))
})
