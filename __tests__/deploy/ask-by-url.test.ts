import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type AskByUrlOptions, askByUrl } from '../../src/deploy/ask-by-url.ts'

const commit = 'abcdef0123456789abcdef0123456789abcdef01'
const release = {
  component: 'components/prompts/extraction',
  version: 'v1.2.0',
  versioned: true,
  object: commit,
  commit,
}

let server: Server
let elsewhere: Server
let origin: string
let requests: IncomingMessage[]
let respond: (response: ServerResponse) => void

const listen = async (handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> => {
  const listening = createServer(handler)
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return listening
}
const originOf = (listening: Server): string => `http://127.0.0.1:${(listening.address() as AddressInfo).port}`

beforeAll(async () => {
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(request)
    respond(response)
  }
  server = await listen(handle)
  elsewhere = await listen(handle)
  origin = originOf(server)
})
afterAll(() => {
  for (const one of [server, elsewhere]) {
    one.closeAllConnections()
    one.close()
  }
})
beforeEach(() => {
  requests = []
})

const options = (more: Partial<AskByUrlOptions> = {}): AskByUrlOptions => ({
  fetch,
  url: `${origin}/version`,
  headers: { authorization: 'Bearer secret-of-the-runtime' },
  timeoutSeconds: 5,
  componentOf: (id) => ({ id, prefix: 'components', type: 'prompts', name: 'extraction' }),
  ...more,
})

const ask = (body: string, more: Partial<AskByUrlOptions> = {}, contentType = 'application/json', status = 200) => {
  respond = (response) => response.writeHead(status, { 'content-type': contentType }).end(body)
  return askByUrl(options(more))(release, 'production')
}

describe('without an expression', () => {
  test.each([
    [' v1.2.0\n', { kind: 'served' }],
    ['1.2.0', { kind: 'served' }],
    [commit.slice(0, 7), { kind: 'served' }],
    ['v1.1.0', { kind: 'differs', found: 'v1.1.0' }],
    ['"v1.2.0"', { kind: 'differs', found: '"v1.2.0"' }],
  ])('%j', async (body, answer) => {
    expect(await ask(body, {}, 'text/plain')).toEqual(answer)
    expect(requests[0]?.headers.authorization).toBe('Bearer secret-of-the-runtime')
  })

  test.each([
    ['', 'text/plain', 'missing-value'],
    ['v1.2.0', 'text/html; charset=utf-8', 'found HTML'],
    ['<!DOCTYPE html><title>v1.2.0</title>', 'text/plain', 'found HTML'],
    ['v1.2.0'.padEnd(1030, 'x'), 'text/plain', 'found 1030 characters'],
  ])('%j as %s is no answer', async (body, contentType, detail) => {
    const answer = await ask(body, {}, contentType)
    expect(answer).toEqual({ kind: 'unanswered', detail: expect.stringContaining(detail) })
  })
})

describe('with an expression', () => {
  const json = JSON.stringify({
    deployed: { version: '1.2.0', build: 7 },
    components: [
      { name: 'other', version: 'v9.0.0' },
      { name: 'extraction', version: 'v1.2.0' },
    ],
  })

  test.each([
    ['deployed.version', { kind: 'served' }],
    ["components[?name=='{name}'].version | [0]", { kind: 'served' }],
    ["components[?name=='other'].version | [0]", { kind: 'differs', found: 'v9.0.0' }],
    ['deployed.revision', { kind: 'unanswered', detail: expect.stringContaining('missing-value') }],
    ['deployed.build', { kind: 'unanswered', detail: expect.stringMatching(/wrong-type.*found number/) }],
    ['components[].version', { kind: 'unanswered', detail: expect.stringMatching(/wrong-type.*found array/) }],
    ['length(deployed.build)', { kind: 'unanswered', detail: expect.stringContaining('verify-url: ') }],
  ])('%s', async (expression, answer) => {
    expect(await ask(json, { expression })).toEqual(answer)
  })

  test.each([
    ['<html><body>502</body></html>', 'found HTML'],
    ['v1.2.0', 'expected JSON'],
    ['', 'expected JSON'],
    ['{"version":"v1.', 'expected JSON'],
    ['{"version":"  "}', 'missing-value'],
    ['null', 'missing-value'],
  ])('%j is no answer', async (body, detail) => {
    const answer = await ask(body, { expression: 'version' })
    expect(answer).toEqual({ kind: 'unanswered', detail: expect.stringContaining(detail) })
  })
})

describe('no answer', () => {
  test.each([404, 500, 503])('HTTP %i, even when it names the version', async (status) => {
    const answer = await ask('v1.2.0', {}, 'text/plain', status)
    expect(answer).toEqual({
      kind: 'unanswered',
      detail: `verify-url: http-status: ${origin}/version: expected 200, found ${status}`,
    })
  })

  test('more than 1 MB', async () => {
    const answer = await ask(JSON.stringify({ version: 'v1.2.0', filler: 'x'.repeat(1024 * 1024) }), {
      expression: 'version',
    })
    expect(answer).toEqual({ kind: 'unanswered', detail: expect.stringContaining('too-large') })
  })

  test('nothing in time', async () => {
    respond = () => undefined
    const answer = await askByUrl(options({ timeoutSeconds: 0.1 }))(release, 'production')
    expect(answer).toEqual({ kind: 'unanswered', detail: expect.stringContaining('timeout') })
  })

  test('nobody there', async () => {
    const gone = await listen(() => undefined)
    const url = `${originOf(gone)}/version`
    await new Promise((resolve) => gone.close(resolve))
    const answer = await askByUrl(options({ url }))(release, 'production')
    expect(answer).toEqual({ kind: 'unanswered', detail: expect.stringContaining('unreachable') })
  })

  test('a redirect to another host, which sees neither request nor headers', async () => {
    respond = (response) => response.writeHead(302, { location: `${originOf(elsewhere)}/version` }).end()
    const answer = await askByUrl(options())(release, 'production')
    expect(answer).toEqual({ kind: 'unanswered', detail: expect.stringContaining('redirected') })
    expect(requests.length).toBe(1)
  })

  test('a component that is not one', async () => {
    const componentOf = (): never => {
      throw new Error('unknown component')
    }
    expect(await ask('v1.2.0', { componentOf })).toEqual({
      kind: 'unanswered',
      detail: 'verify-url: unknown component',
    })
  })
})

test('values reach the address encoded', async () => {
  respond = (response) => response.end('v1.2.0')
  const hostile = { ...release, version: 'v1.2.0-../../admin?x=1#@evil"\n' }
  await askByUrl(options({ url: `${origin}/at/{version}/is?of={component}&in={environment}` }))(hostile, 'a&b=c')
  expect(requests.map(({ url }) => url)).toEqual([
    '/at/v1.2.0-..%2F..%2Fadmin%3Fx%3D1%23%40evil%22%0A/is?of=components%2Fprompts%2Fextraction&in=a%26b%3Dc',
  ])
})

test.each([
  [{ url: 'https://{environment}.example.com/' }, 'verify-url: expected placeholders in the path or the query only'],
  [{ url: 'ftp://example.com/' }, 'verify-url: '],
  [{ url: 'https://example.com/{verison}' }, 'verify-url: unknown placeholder {verison}'],
  [{ expression: 'a[' }, 'verify-value: '],
  [{ expression: 'components[?name==`{name}' }, 'verify-value: '],
  [{ expression: 'components.{name}' }, 'verify-value: {name} must stand in quotes'],
])('%j is refused at once', (more, message) => {
  expect(() => askByUrl(options(more))).toThrow(message)
})
