import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { prometheus } from '../../src/metrics/prometheus.ts'
import { prometheusAnswer } from '../../src/metrics/prometheus-answer.ts'
import { countersReading, figureOfSamples, windowReading } from '../../src/metrics/samples-to-reading.ts'
import { type Listening, listen, type Received } from './listen.ts'
import { settingsFor } from './settings-for.ts'

const success = (resultType: string, result: unknown) =>
  JSON.stringify({ status: 'success', data: { resultType, result } })
const vector = (...values: string[]) =>
  success(
    'vector',
    values.map((value, index) => ({ metric: { instance: String(index) }, value: [1795195619.39, value] })),
  )

describe('what a server answers', () => {
  test('series are named by their labels in one order', () => {
    const one = { metric: { __name__: 'x_total', b: '2', a: '"1"' }, value: [1, '1.5e+06'] }
    expect(prometheusAnswer(200, success('vector', [one]))).toEqual({
      kind: 'samples',
      samples: [{ series: 'x_total{a="\\"1\\"",b="2"}', value: 1_500_000 }],
    })
  })

  test.each([
    [200, '<!DOCTYPE html><html>log in</html>', 'malformed', 'HTML, perhaps a log-in page'],
    [200, '', 'malformed', 'an empty body'],
    [200, 'ok', 'malformed', 'expected JSON'],
    [200, '[]', 'malformed', 'other JSON'],
    [200, 'null', 'malformed', 'other JSON'],
    [200, '{"status":"success"}', 'malformed', 'other JSON'],
    [200, '{"data":{"resultType":"vector","result":[]}}', 'malformed', 'other JSON'],
    [200, '{"status":"success","data":{"resultType":"vector"}}', 'malformed', 'expected an array'],
    [200, '{"status":"success","data":{}}', 'wrong-type', 'found none'],
    [200, success('string', [1795195687.504, 'hi']), 'wrong-type', 'found string'],
    [200, success('matrix', []), 'wrong-type', 'needs a function around it'],
    [200, success('vector', [{ metric: {}, value: [1, 2] }]), 'malformed', '[time, "number"]'],
    [200, success('vector', [{ metric: {}, value: [1, ''] }]), 'malformed', '[time, "number"]'],
    [200, success('vector', [{ metric: {}, value: [1, '0x10'] }]), 'malformed', '[time, "number"]'],
    [200, success('vector', [{ value: [1, '2'] }]), 'malformed', 'a metric with each value'],
    [200, success('vector', [null]), 'malformed', 'a metric with each value'],
    [200, success('vector', [{ metric: {}, histogram: [1, {}] }]), 'wrong-type', 'native histogram'],
    [200, success('scalar', [1]), 'malformed', '[time, "number"]'],
    [200, '{"status":"error","errorType":"x","error":"too\\nmany"}', 'query-rejected', 'an error: too many'],
    [
      200,
      '{"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}',
      'missing-value',
      'isPartial',
    ],
    [
      200,
      '{"status":"success","warnings":["PromQL warning: x","no store\\nanswered"],"data":{"resultType":"vector","result":[]}}',
      'missing-value',
      'may be incomplete: no store answered',
    ],
    [
      400,
      '{"status":"error","errorType":"bad_data","error":"1:10: parse error"}',
      'query-rejected',
      '(HTTP 400): 1:10: parse error',
    ],
    [422, '{"status":"error","errorType":"422","error":"no"}', 'query-rejected', '(HTTP 422): no'],
    [400, '<html>Bad Request</html>', 'query-rejected', '(HTTP 400)'],
    [401, '{"error":"token"}', 'http-status', 'expected HTTP 200, found 401: token'],
    [503, '<html></html>', 'http-status', 'expected HTTP 200, found 503'],
    [302, '', 'http-status', 'expected HTTP 200, found 302'],
    [503, vector('1'), 'http-status', 'expected HTTP 200, found 503'],
  ])('%s %s: %s', (status, body, what, detail) => {
    expect(prometheusAnswer(status, body)).toEqual({
      kind: 'unavailable',
      what,
      detail: expect.stringContaining(detail),
    })
  })

  test('remarks on the query do not make an answer incomplete', () => {
    const warnings = ['PromQL warning: encountered a mix of histograms and floats (1:5)']
    const infos = ['PromQL info: metric might not be a counter']
    const body = JSON.stringify({ status: 'success', warnings, infos, data: { resultType: 'vector', result: [] } })
    expect(prometheusAnswer(200, body)).toEqual({ kind: 'samples', samples: [] })
  })

  test('a long message is cut', () => {
    const { detail } = prometheusAnswer(400, JSON.stringify({ error: 'x'.repeat(10_000) })) as { detail: string }
    expect(detail.length).toBeLessThan(400)
  })

  test('whatever it is, it has a name', () => {
    const nearly = fc.record({
      status: fc.constantFrom('success', 'error', 1),
      data: fc.record({
        resultType: fc.constantFrom('vector', 'scalar', 'matrix', null),
        result: fc.oneof(fc.array(fc.record({ metric: fc.jsonValue(), value: fc.jsonValue() })), fc.jsonValue()),
      }),
    })
    const bodies = fc.oneof(
      nearly.map((data) => JSON.stringify(data)),
      fc.json(),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.constantFrom(200, 200, 400, 500), bodies, (status, body) => {
        const answer = prometheusAnswer(status, body)
        if (answer.kind === 'unavailable') expect(answer.detail).not.toBe('')
        else for (const { value } of answer.samples) expect(typeof value).toBe('number')
      }),
    )
  })
})

describe('what samples say', () => {
  const samples = (...all: number[]) => all.map((value, index) => ({ series: `x{n="${index}"}`, value }))
  const nan = Number.NaN
  const infinite = Number.POSITIVE_INFINITY

  test.each([
    ['NaN', samples(1, nan), { kind: 'nothing', what: 'not-a-number' }],
    ['infinite', samples(infinite), { kind: 'nothing', what: 'infinite' }],
    ['minus infinite', samples(-infinite), { kind: 'nothing', what: 'infinite' }],
    ['negative', samples(1, -1), { kind: 'unavailable', what: 'out-of-range' }],
    ['the same series twice', [...samples(1), ...samples(2)], { kind: 'unavailable', what: 'malformed' }],
  ])('%s, in errors or total, as counters or in a window', (_, odd, reading) => {
    for (const translate of [countersReading, windowReading]) {
      expect(translate(odd, samples(1))).toMatchObject(reading)
      expect(translate(samples(1), odd)).toMatchObject(reading)
    }
  })

  test('errors without a total are no data', () => {
    expect(countersReading(samples(1), [])).toMatchObject({ kind: 'nothing', what: 'empty' })
    expect(windowReading(samples(1), [])).toMatchObject({ kind: 'nothing', what: 'empty' })
  })

  it('says which series it was in one line, whatever that is called', () => {
    const reading = countersReading([{ series: 'a\0b\u2028\n{}', value: Number.NaN }], [])
    expect(reading).toMatchObject({ kind: 'nothing', detail: 'errors: a b {} is NaN' })
  })

  test('a window adds series up, and rounding makes no more errors than requests', () => {
    expect(windowReading(samples(1, 2), samples(3, 4))).toEqual({ kind: 'window', errors: 3, total: 7 })
    expect(windowReading(samples(0.1 + 0.2), samples(0.3))).toEqual({ kind: 'window', errors: 0.3, total: 0.3 })
    expect(windowReading(samples(2), samples(1))).toEqual({ kind: 'window', errors: 2, total: 1 })
  })

  test.each([
    [[], { kind: 'nothing', what: 'empty' }],
    [samples(0), { kind: 'rate', rate: 0 }],
    [samples(1), { kind: 'rate', rate: 1 }],
    [samples(nan), { kind: 'nothing', what: 'not-a-number' }],
    [samples(-infinite), { kind: 'nothing', what: 'infinite' }],
    [samples(1.01), { kind: 'unavailable', what: 'out-of-range' }],
    [samples(-0.01), { kind: 'unavailable', what: 'out-of-range' }],
    [samples(0, 0), { kind: 'unavailable', what: 'wrong-type' }],
  ])('a rate of %j', (given, reading) => {
    expect(figureOfSamples(given)).toMatchObject(reading)
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
  const forms = () => server.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))

  test('asks for both at the same moment, with headers', async () => {
    respond = (response) => response.end(vector('1'))
    const headers = { authorization: 'Bearer hunter2hunter2' }
    const queries = { errors: 'x{v="{version}"}', total: 'y' }
    const source = prometheus(settingsFor({ url: `${server.origin}/prom/?tenant=a`, headers, ...queries }))
    await source.read({ since: 1_000_500, until: 2_000_500 })
    for (const request of server.requests) {
      expect(request).toMatchObject({ method: 'POST', url: '/prom/api/v1/query?tenant=a' })
      expect(request.headers).toMatchObject({ ...headers, 'content-type': 'application/x-www-form-urlencoded' })
    }
    expect(forms()).toEqual(
      expect.arrayContaining([
        { query: 'x{v="v1.2.0"}', time: '2000.5', timeout: '5s' },
        { query: 'y', time: '2000.5', timeout: '5s' },
      ]),
    )
    expect(source.description).toBe(
      `Prometheus at ${server.origin}/prom/api/v1/query?tenant=…: errors x{v="v1.2.0"}, total y`,
    )
  })

  test('windows follow on each other without a gap, and are never empty', async () => {
    respond = (response) => response.end(vector('1'))
    const source = prometheus(settingsFor({ url: server.origin, rate: 'increase(x[{window}])' }))
    const times = [1000, 6700, 11_200, 11_900, 11_000]
    for (const [index, until] of times.slice(1).entries()) await source.read({ since: times[index] ?? 0, until })
    expect(forms().map(({ query, time }) => `${query} ${time}`)).toEqual([
      'increase(x[5s]) 6',
      'increase(x[5s]) 11',
      'increase(x[1s]) 11',
      'increase(x[1s]) 11',
    ])
  })

  test('names which of the two failed', async () => {
    respond = (response, { body }) => response.writeHead(body.includes('query=y') ? 500 : 200).end(vector('1'))
    const source = prometheus(settingsFor({ url: server.origin, errors: 'x', total: 'y' }))
    const detail = 'total: expected HTTP 200, found 500'
    expect(await source.read({ since: 0, until: 1 })).toEqual({ kind: 'unavailable', what: 'http-status', detail })
  })

  test('a server that is gone', async () => {
    const gone = await listen(() => {})
    await gone.close()
    const source = prometheus(settingsFor({ url: gone.origin, rate: 'x' }))
    expect(await source.read({ since: 0, until: 1 })).toMatchObject({ kind: 'unavailable', what: 'unreachable' })
  })
})

describe('settings', () => {
  const url = 'https://prometheus.test'
  test.each([
    [{ rate: 'x' }, 'metric-url: expected the address of the metric source, got none'],
    [{ url: 'prometheus.test', rate: 'x' }, 'metric-url: expected an address that begins with http:// or https://'],
    [{ url }, 'metric: expected errors and total, or rate, got none of them'],
    [{ url, errors: 'x', rate: 'y', total: '' }, 'metric: expected errors and total, or rate, got errors and rate'],
    [{ url, rate: 'x{v={version}}' }, 'rate: {version} must stand in the quotes'],
    [{ url, errors: 'sum(rate(x[5m]))', total: 'y' }, 'errors: expected a cumulative counter'],
    [{ url, errors: 'x', total: 'sum(increase(y[5m]))' }, 'got increase(…) over a fixed time'],
    [{ url, errors: 'sum(rate(x[{window}]))', total: 'y' }, 'got rate(…), whose result is per second and no count'],
    [{ url, errors: 'increase(x[{window}])+increase(y[1m])', total: 'y' }, 'got increase(…) over a fixed time'],
    [
      { url, errors: 'increase(x[{window}])', total: 'y' },
      'metric: expected {window} in errors and total, or in neither',
    ],
  ])('%j: %s', (settings, message) => {
    expect(() => prometheus(settingsFor(settings))).toThrow(message)
  })

  test.each(['rate_total{a="rate("}', 'max_over_time(x[5m])', 'x # rate(', 'my_rate'])('%s is a counter', (errors) => {
    expect(() => prometheus(settingsFor({ url, errors, total: 'y' }))).not.toThrow()
  })
})
