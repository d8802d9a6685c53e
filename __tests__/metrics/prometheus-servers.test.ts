import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { prometheus } from '../../src/metrics/prometheus.ts'
import { prometheusText } from '../../src/metrics/prometheus-text.ts'
import {
  type MetricServer,
  missingPrograms,
  type Point,
  prometheusServer,
  victoriaMetricsServer,
} from './metric-servers.ts'
import { settingsFor } from './settings-for.ts'

/** An hour ago, on a minute: written into the servers before they are asked. */
const START = Math.floor(Date.now() / 60_000) * 60 - 3600
const STEP = 5

/** 18 requests a second for two minutes; from 60 s on 2 a second fail, the first of which are born as a counter of 40. */
const points: Point[] = Array.from({ length: 25 }, (_, step) => step * STEP).flatMap((at) => {
  const time = START + at
  const point = (series: string, value: number): Point => ({ series, time, value })
  return [
    point('http_requests_total{code="200",version="v1.2.0"}', at * 18),
    point('http_requests_total{code="200",version="v1x2.0"}', 7),
    ...(at < 60 ? [] : [point('http_requests_total{code="500",version="v1.2.0"}', 40 + (at - 60) * 2)]),
    point('flat_total{code="200"}', 100),
    point('flat_total{code="500"}', 3),
  ]
})

const counts = (selector: string) => `http_requests_total{version=~"{version}"${selector}}`
const inWindow = (selector: string) => `sum(increase(${counts(selector)}[{window}]))`
const ratio = (name: string) => `sum(rate(${name}{code="500"}[30s]))/sum(rate(${name}[30s]))`

describe.each([prometheusServer, victoriaMetricsServer])('$name', (kind) => {
  const missing = missingPrograms(kind)
  // On a contributor's machine it may be absent, where the project is checked it may not.
  const suite = missing.length > 0 && !process.env.CI ? describe.skip : describe
  suite(
    missing.length > 0 ? `needs ${missing.join(', ')}: apt-get install prometheus victoria-metrics` : 'answers',
    () => {
      let server: MetricServer
      beforeAll(async () => {
        server = await kind.start(points)
      }, 30_000)
      afterAll(() => server?.stop())

      const read = (queries: { errors: string; total: string } | { rate: string }, at: number, since = at - 10) => {
        const source = prometheus(settingsFor({ url: server.url, ...queries }))
        return source.read({ since: (START + since) * 1000, until: (START + at) * 1000 })
      }
      const ok = 'http_requests_total{code="200",version="v1.2.0"}'
      const failed = 'http_requests_total{code="500",version="v1.2.0"}'

      test('cumulative counters, each series by itself', async () => {
        const reading = await read({ errors: counts(',code=~"5.."'), total: counts('') }, 90)
        const errors = new Map([[failed, 100]])
        const total = new Map([
          [ok, 1620],
          [failed, 100],
        ])
        expect(reading).toEqual({ kind: 'counters', errors, total })
      })

      test('no error counted yet', async () => {
        const reading = await read({ errors: counts(',code=~"5.."'), total: counts('') }, 40)
        expect(reading).toEqual({ kind: 'counters', errors: new Map(), total: new Map([[ok, 720]]) })
      })

      test('counts since the last answer', async () => {
        const reading = await read({ errors: inWindow(',code=~"5.."'), total: inWindow('') }, 115.7, 85.2)
        expect(reading).toEqual({ kind: 'window', errors: expect.closeTo(60), total: expect.closeTo(600) })
      })

      test('counts since the last answer, without errors', async () => {
        const reading = await read({ errors: inWindow(',code=~"5.."'), total: inWindow('') }, 50, 20)
        expect(reading).toEqual({ kind: 'window', errors: 0, total: expect.closeTo(540) })
      })

      test('an unknown series', async () => {
        expect(await read({ errors: 'nope{code="500"}', total: 'nope' }, 60)).toMatchObject({
          kind: 'nothing',
          what: 'empty',
        })
        expect(await read({ rate: 'nope' }, 60)).toMatchObject({ kind: 'nothing', what: 'empty' })
      })

      test('a rate', async () => {
        const rate = expect.closeTo(0.1)
        expect(await read({ rate: ratio('http_requests_total') }, 115)).toEqual({ kind: 'rate', rate })
        expect(await read({ rate: `scalar(${ratio('http_requests_total')})` }, 115)).toEqual({ kind: 'rate', rate })
      })

      test('a rate without traffic', async () => {
        const reading = await read({ rate: ratio('flat_total') }, 115)
        // 0/0 is NaN to Prometheus and no series to VictoriaMetrics.
        const what = kind === prometheusServer ? 'not-a-number' : 'empty'
        expect(reading).toMatchObject({ kind: 'nothing', what })
      })

      test('an infinite rate', async () => {
        expect(await read({ rate: '1/0' }, 60)).toMatchObject({ kind: 'nothing', what: 'infinite' })
        expect(await read({ rate: '-vector(1)/vector(0)' }, 60)).toMatchObject({ kind: 'nothing', what: 'infinite' })
      })

      test('a rate beyond 1', async () => {
        const detail = 'rate: expected a ratio from 0 to 1, such as 0.01 for 1 %, found 5'
        expect(await read({ rate: 'vector(5)' }, 60)).toEqual({ kind: 'unavailable', what: 'out-of-range', detail })
      })

      test('several series for one rate', async () => {
        const reading = await read({ rate: 'flat_total' }, 60)
        expect(reading).toMatchObject({
          kind: 'unavailable',
          what: 'wrong-type',
          detail: expect.stringContaining('found 2'),
        })
      })

      test('a counter below 0', async () => {
        const reading = await read({ errors: '-flat_total{code="500"}', total: 'flat_total' }, 60)
        expect(reading).toMatchObject({ kind: 'unavailable', what: 'out-of-range' })
      })

      test('a range without a function', async () => {
        expect(await read({ rate: 'flat_total[30s]' }, 60)).toMatchObject({ kind: 'unavailable', what: 'wrong-type' })
      })

      test('a query that cannot be read', async () => {
        const reading = await read({ rate: 'sum(flat_total' }, 60)
        expect(reading).toMatchObject({ kind: 'unavailable', what: 'query-rejected' })
        expect(reading).toMatchObject({
          detail: expect.stringMatching(/^rate: the server refuses the query \(HTTP 4\d\d\): ./),
        })
      })

      test('its own metrics page, in both formats', async () => {
        const name = kind === prometheusServer ? 'prometheus_http_requests_total' : 'vm_http_requests_total'
        for (const accept of ['text/plain;version=0.0.4', 'application/openmetrics-text;version=1.0.0']) {
          const queries = { errors: `${name}{code="nope"}`, total: name }
          const source = prometheusText(settingsFor({ url: `${server.url}/metrics`, headers: { accept }, ...queries }))
          const reading = await source.read({ since: 0, until: 1 })
          expect(reading).toMatchObject({ kind: 'counters', errors: new Map() })
          expect(reading.kind === 'counters' && [...reading.total.values()].some((value) => value > 0)).toBe(true)
        }
      })

      test('another page of the server', async () => {
        const source = prometheus(settingsFor({ url: `${server.url}/nowhere`, rate: 'up' }))
        expect(await source.read({ since: 0, until: START * 1000 })).toMatchObject({ kind: 'unavailable' })
      })
    },
  )
})
