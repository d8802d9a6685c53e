import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compileJmesPath } from '../../src/metrics/compile-jmespath.ts'
import { httpJson, readingOfJson } from '../../src/metrics/http-json.ts'
import { type Listening, listen } from './listen.ts'
import { settingsFor } from './settings-for.ts'

const counts = { kind: 'counts', errors: compileJmesPath('errors'), total: compileJmesPath('total') } as const
const rate = { kind: 'rate', rate: compileJmesPath('rate') } as const
const read = (data: unknown, asked: typeof counts | typeof rate = counts) => readingOfJson(JSON.stringify(data), asked)
const counters = (errors: number, total: number) => ({
  kind: 'counters',
  errors: new Map([['errors', errors]]),
  total: new Map([['total', total]]),
})

describe('a body', () => {
  test.each([
    [{ errors: 1, total: 20 }, counters(1, 20)],
    [{ errors: '1', total: '2e1' }, counters(1, 20)],
    [{ errors: 0, total: 0 }, counters(0, 0)],
  ])('%j', (data, reading) => {
    expect(read(data)).toEqual(reading)
  })

  test.each([
    [{ total: 1 }, 'unavailable', 'missing-value', 'errors: errors: expected a number, found nothing'],
    [{ errors: 1, total: null }, 'unavailable', 'missing-value', 'total: total: expected a number, found nothing'],
    [{ errors: '', total: 1 }, 'unavailable', 'missing-value', 'found an empty text'],
    [{ errors: ' ', total: 1 }, 'unavailable', 'missing-value', 'found an empty text'],
    [{ errors: true, total: 1 }, 'unavailable', 'wrong-type', 'found true'],
    [{ errors: [1], total: 1 }, 'unavailable', 'wrong-type', 'found an array of 1'],
    [{ errors: { a: 1 }, total: 1 }, 'unavailable', 'wrong-type', 'found an object'],
    [{ errors: '5 ', total: 1 }, 'unavailable', 'wrong-type', 'found a text that is none'],
    [{ errors: '0x1f', total: 1 }, 'unavailable', 'wrong-type', 'found a text that is none'],
    [{ errors: '1,5', total: 1 }, 'unavailable', 'wrong-type', 'found a text that is none'],
    [{ errors: 'hunter2', total: 1 }, 'unavailable', 'wrong-type', 'found a text that is none'],
    [{ errors: -1, total: 1 }, 'unavailable', 'out-of-range', 'found -1'],
    [{ errors: 'NaN', total: 1 }, 'nothing', 'not-a-number', 'NaN'],
    [{ errors: 1, total: '+Inf' }, 'nothing', 'infinite', 'Infinity'],
    [null, 'unavailable', 'missing-value', 'found nothing'],
    [[], 'unavailable', 'missing-value', 'found nothing'],
  ])('%j: %s, %s', (data, kind, what, detail) => {
    expect(read(data)).toEqual({ kind, what, detail: expect.stringContaining(detail) })
  })

  test.each([
    [0.01, { kind: 'rate', rate: 0.01 }],
    ['0.5', { kind: 'rate', rate: 0.5 }],
    [5, { kind: 'unavailable', what: 'out-of-range' }],
    [-0.1, { kind: 'unavailable', what: 'out-of-range' }],
    ['NaN', { kind: 'nothing', what: 'not-a-number' }],
  ])('rate %j', (value, reading) => {
    expect(read({ rate: value }, rate)).toMatchObject(reading)
  })

  test('a number beyond what a computer holds', () => {
    expect(readingOfJson('{"rate":1e999}', rate)).toMatchObject({ kind: 'nothing', what: 'infinite' })
  })

  test('a function that cannot take what is there', () => {
    const asked = { kind: 'rate', rate: compileJmesPath('sum(words)') } as const
    const reading = readingOfJson('{"words":["a"]}', asked)
    expect(reading).toMatchObject({
      kind: 'unavailable',
      what: 'wrong-type',
      detail: expect.stringContaining('rate: sum(words): '),
    })
  })

  test.each(['', '<html></html>', '{"errors":1', 'NaN'])('%j is no JSON', (body) => {
    expect(readingOfJson(body, counts)).toMatchObject({ kind: 'unavailable', what: 'malformed' })
  })

  test('whatever it is, it has a name', () => {
    const nearly = fc.record(
      { errors: fc.jsonValue(), total: fc.jsonValue(), rate: fc.jsonValue() },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          nearly.map((data) => JSON.stringify(data)),
          fc.json(),
          fc.string(),
        ),
        (body) => {
          for (const reading of [readingOfJson(body, counts), readingOfJson(body, rate)]) {
            if (reading.kind === 'rate') expect(reading.rate >= 0 && reading.rate <= 1).toBe(true)
            else if (reading.kind === 'counters')
              for (const value of [...reading.errors.values(), ...reading.total.values()])
                expect(value).toBeGreaterThanOrEqual(0)
            else
              expect(reading).toMatchObject({
                kind: expect.stringMatching(/^(nothing|unavailable)$/),
                what: expect.any(String),
              })
          }
        },
      ),
    )
  })
})

describe('an address', () => {
  let server: Listening
  let respond: (response: ServerResponse) => void
  beforeAll(async () => {
    server = await listen((response) => respond(response))
  })
  afterAll(() => server.close())

  const ask = (more: object = {}) =>
    httpJson(
      settingsFor({
        url: `${server.origin}/{environment}?key=hunter2&v={version}`,
        ...{ errors: "versions[?name == '{version}'].errors | [0]", total: 'versions[0].total' },
        ...more,
      }),
    )
  const window = { since: 0, until: 1 }

  test('is asked with its placeholders filled in', async () => {
    respond = (response) => response.end('{"versions":[{"name":"v1.2.0","errors":3,"total":"100"}]}')
    const source = ask({ headers: { 'x-key': 'k' } })
    expect(await source.read(window)).toMatchObject({ kind: 'counters' })
    expect(server.requests[0]).toMatchObject({ method: 'GET', url: '/production?key=hunter2&v=v1.2.0' })
    expect(server.requests[0]?.headers).toMatchObject({ 'x-key': 'k', accept: 'application/json' })
    expect(source.description).not.toContain('hunter2')
  })

  test.each([201, 204, 404, 500])('that answers with status %s', async (status) => {
    respond = (response) => response.writeHead(status).end(status === 204 ? undefined : '{"versions":[]}')
    const detail = expect.stringMatching(`key=…&v=…: expected HTTP 200, found ${status}`)
    expect(await ask().read(window)).toEqual({ kind: 'unavailable', what: 'http-status', detail })
  })

  test('that answers with a log-in page', async () => {
    respond = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
    expect(await ask().read(window)).toMatchObject({ kind: 'unavailable', what: 'malformed' })
  })

  test('that answers with 10 MB', async () => {
    respond = (response) => response.end(`{"x":"${'x'.repeat(10_000_000)}"}`)
    expect(await ask().read(window)).toMatchObject({ kind: 'unavailable', what: 'too-large' })
  })

  test.each([
    [
      { errors: 'a..b' },
      'errors: expected a JMESPath expression, got a..b: Syntax error, unexpected token: .(Dot) (at character 3)',
    ],
    [{ total: 'a.[' }, '(at its end)'],
    [{ total: 'a ^ b' }, 'total: expected a JMESPath expression, got a ^ b'],
    [{ total: 'a.{version}' }, 'total: {version} must stand in quotes in JMESPath'],
    [{ url: 'https://{name}.test' }, 'metric-url: expected placeholders in the path or the query only'],
    [{ url: undefined }, 'metric-url: expected the address of the metric source, got none'],
    [{ total: undefined }, 'metric: expected errors and total, or rate, got errors'],
  ])('%j: %s', (more, message) => {
    expect(() => ask(more)).toThrow(message)
  })
})
