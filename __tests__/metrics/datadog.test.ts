import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { completeBuckets, countsWithin, datadog, newestFigure } from '../../src/metrics/datadog.ts'
import { datadogAnswer } from '../../src/metrics/datadog-answer.ts'
import { fillDatadog } from '../../src/metrics/fill-datadog.ts'
import { type Listening, listen, type Received } from './listen.ts'
import { settingsFor } from './settings-for.ts'

const ok = (...series: (readonly [number, number | null])[][]) =>
  JSON.stringify({
    ...{ status: 'ok', res_type: 'time_series', resp_version: 1, message: '', group_by: [], from_date: 1, to_date: 2 },
    series: series.map((pointlist, index) => ({ metric: 'x', scope: `host:${index}`, interval: 10, pointlist })),
  })

describe('what Datadog answers', () => {
  test('points, without those that have no value', () => {
    const points = [{ series: 'host:0', time: 1_700_000_000, value: 3 }]
    const body = ok([
      [1_700_000_000_000, 3],
      [1_700_000_010_000, null],
    ])
    expect(datadogAnswer(200, body)).toEqual({ kind: 'points', points, series: 1 })
  })

  test.each([
    [200, '', 'malformed', 'an empty body'],
    [200, '{}', 'malformed', 'other JSON'],
    [200, '{"status":"ok","series":[{}]}', 'malformed', '[time, number]'],
    [200, '{"status":"ok","series":[{"pointlist":[[1]]}]}', 'malformed', '[time, number]'],
    [200, '{"status":"ok","series":[{"pointlist":[[1,"2"]]}]}', 'malformed', '[time, number]'],
    [200, '{"status":"error","error":"Error parsing query"}', 'query-rejected', ': Error parsing query'],
    [400, '{"errors":["Invalid query","x"]}', 'query-rejected', '(HTTP 400): Invalid query; x'],
    [403, '{"errors":["Forbidden"]}', 'http-status', 'found 403: Forbidden; give DD-API-KEY and DD-APPLICATION-KEY'],
    [429, '{"errors":["Too many"]}', 'http-status', 'found 429: Too many'],
    [502, '<html>', 'http-status', 'found 502'],
  ])('%s %s: %s', (status, body, what, detail) => {
    expect(datadogAnswer(status, body)).toEqual({ kind: 'unavailable', what, detail: expect.stringContaining(detail) })
  })

  test('whatever it is, it has a name', () => {
    const series = fc.oneof(fc.jsonValue(), fc.array(fc.record({ pointlist: fc.jsonValue(), scope: fc.jsonValue() })))
    const bodies = fc.oneof(
      fc.record({ status: fc.constantFrom('ok', 'error'), series }).map((data) => JSON.stringify(data)),
      fc.json(),
    )
    fc.assert(
      fc.property(bodies, (body) => {
        expect(['points', 'unavailable']).toContain(datadogAnswer(200, body).kind)
      }),
    )
  })
})

describe('counts', () => {
  test('of every bucket are counted in just one poll, when it is complete', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1 }), (steps) => {
        const points = Array.from({ length: 500 }, (_, index) => ({ series: 'x', time: index * 10, value: 1 }))
        let [since, counted] = [0, 0]
        for (const step of steps) {
          const reading = countsWithin([], points, completeBuckets(since, since + step))
          since += step
          if (reading.kind === 'window') counted += reading.total
        }
        expect(counted).toBe(Math.min(500, Math.floor(since / 10_000)))
      }),
    )
  })

  test('are added up over series, and none reported is no data', () => {
    const at = (time: number, value: number, series = 'a') => ({ series, time, value })
    const total = [at(0, 100), at(10, 5), at(10, 6, 'b'), at(20, 100)]
    expect(countsWithin([at(10, 1)], total, { from: 10, to: 20 })).toEqual({ kind: 'window', errors: 1, total: 11 })
    expect(countsWithin([], total, { from: 30, to: 40 })).toMatchObject({ kind: 'nothing', what: 'empty' })
    expect(countsWithin([], [at(0, -1)], { from: 0, to: 10 })).toMatchObject({
      kind: 'unavailable',
      what: 'out-of-range',
    })
  })

  test('a rate is the newest of one series', () => {
    const points = [
      { series: 'a', time: 20, value: 0.5 },
      { series: 'a', time: 10, value: 0.1 },
    ]
    expect(newestFigure(points, 1)).toEqual({ kind: 'rate', rate: 0.5, of: 20 })
    expect(newestFigure([], 0)).toMatchObject({ kind: 'nothing', what: 'empty' })
    expect(newestFigure(points, 2)).toMatchObject({ kind: 'unavailable', what: 'wrong-type' })
  })
})

describe('placeholders', () => {
  const { values } = settingsFor({})
  test('become tag values, and filters stay', () => {
    const query = 'sum:x{version:{version},component:{component},env:prod}.as_count()/sum:x{env:prod}.as_count()'
    expect(fillDatadog(query, { ...values, version: 'v1.0.0-RC+b1' })).toBe(
      'sum:x{version:v1.0.0-rc_b1,component:components/prompts/extraction,env:prod}.as_count()/sum:x{env:prod}.as_count()',
    )
  })

  test('no value ends the filter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (version) => {
        expect(fillDatadog('{version}', { ...values, version })).not.toMatch(/[{}(),*!\s"']/)
      }),
    )
  })
})

describe('a poll', () => {
  let server: Listening
  let respond: (response: ServerResponse, request: Received) => void
  beforeAll(async () => {
    server = await listen((response, request) => respond(response, request))
  })
  afterAll(() => server.close())
  beforeEach(() => {
    server.requests.length = 0
  })
  const counts = { errors: 'sum:e{version:{version}}.as_count()', total: 'sum:t{version:{version}}.as_count()' }
  const ask = (more: object = counts) =>
    datadog(settingsFor({ url: server.origin, headers: { 'dd-api-key': 'k' }, ...more }))

  test('asks for complete buckets of both', async () => {
    respond = (response, { url }) => response.end(ok([[20_000, url.includes('sum%3Ae') ? 1 : 50]]))
    expect(await ask().read({ since: 24_000, until: 36_000 })).toEqual({ kind: 'window', errors: 1, total: 50 })
    const [first] = server.requests
    expect(first).toMatchObject({ method: 'GET', headers: expect.objectContaining({ 'dd-api-key': 'k' }) })
    const { pathname, searchParams } = new URL(first?.url ?? '', server.origin)
    expect(pathname).toBe('/api/v1/query')
    expect(Object.fromEntries(searchParams)).toMatchObject({ from: '20', to: '30' })
    const queries = server.requests.map(({ url }) => new URL(url, server.origin).searchParams.get('query'))
    expect(queries.sort()).toEqual([
      'sum:e{version:v1.2.0}.as_count().rollup(sum, 10)',
      'sum:t{version:v1.2.0}.as_count().rollup(sum, 10)',
    ])
  })

  test('without a complete bucket counts nothing, and still says whether Datadog answers', async () => {
    respond = (response) => response.end(ok([[10_000, 50]]))
    expect(await ask().read({ since: 24_000, until: 29_000 })).toMatchObject({ kind: 'nothing', what: 'empty' })
    respond = (response) => response.writeHead(403).end('{"errors":["Forbidden"]}')
    expect(await ask().read({ since: 24_000, until: 29_000 })).toMatchObject({
      kind: 'unavailable',
      what: 'http-status',
    })
  })

  test('asks for a rate as it is written', async () => {
    respond = (response) => response.end(ok([[20_000, 0.25]]))
    const source = ask({ rate: 'sum:e{*}.as_count()/sum:t{*}.as_count()' })
    expect(await source.read({ since: 0, until: 400_900 })).toEqual({ kind: 'rate', rate: 0.25, of: 20 })
    expect(server.requests[0]?.url).toContain('from=100&to=400&query=sum%3Ae')
  })

  test.each([
    [{ ...counts, errors: 'sum:e{*}' }, 'errors: expected one count, such as'],
    [{ ...counts, total: 'avg:e{*}.as_count()' }, 'total: expected one count'],
    [{ ...counts, total: 'sum:e{*} by {host}.as_count()' }, 'total: unknown placeholder {host}'],
    [{ ...counts, total: 'sum:e{*} by {host,pod}.as_count()' }, 'total: expected one count'],
    [
      { ...counts, errors: 'sum:e{version:{verison}}.as_count()' },
      'errors: unknown placeholder {verison}: did you mean {version}?',
    ],
    [{ ...counts, total: 'sum:a{*}.as_count()+sum:b{*}.as_count()' }, 'total: expected one count'],
    [{ url: '', ...counts }, 'metric-url: expected the address'],
  ])('%j: %s', (more, message) => {
    expect(() => ask(more)).toThrow(message)
  })
})
