import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseSampleLine } from '../../src/metrics/parse-sample-line.ts'
import { parseSelector } from '../../src/metrics/parse-selector.ts'
import { prometheusText, readingOfScrape } from '../../src/metrics/prometheus-text.ts'
import { unquotePromQL } from '../../src/metrics/unquote-promql.ts'
import { type Listening, listen } from './listen.ts'
import { settingsFor } from './settings-for.ts'

const wanted = (text: string) => ({ text, selector: parseSelector(text) })
const read = (body: string, errors: string, total: string, contentType = 'text/plain; version=0.0.4') =>
  readingOfScrape({ body, contentType }, { kind: 'counts', errors: wanted(errors), total: wanted(total) })

describe('a line', () => {
  test.each([
    ['x 1', 'x', {}, 1],
    ['x{} 1', 'x', {}, 1],
    ['x{a="b"} 1.5e+06', 'x', { a: 'b' }, 1_500_000],
    ['x { a = "b" , c = "" , } 1', 'x', { a: 'b', c: '' }, 1],
    ['x{a="b",}\t-1 1795195619390', 'x', { a: 'b' }, -1],
    [
      'x{p="C:\\\\dir",q="\\"#{}\\" = ,",n="1\\n2",t="a\\tb"} 1',
      'x',
      { p: 'C:\\dir', q: '"#{}" = ,', n: '1\n2', t: 'a\\tb' },
      1,
    ],
    ['x{a="ü✓"} 0', 'x', { a: 'ü✓' }, 0],
    ['job:x:rate5m{le="+Inf"} 7', 'job:x:rate5m', { le: '+Inf' }, 7],
    ['x_bucket{le="1"} 5 # {trace_id="a b"} 0.67 1.5', 'x_bucket', { le: '1' }, 5],
    ['x_total 5 1795195619.390 # {} 1', 'x_total', {}, 5],
    ['{"my.metric",a="b"} 1', 'my.metric', { a: 'b' }, 1],
    ['{"my.metric"} 1', 'my.metric', {}, 1],
    ['x{"a.b"="c"} 1', 'x', { 'a.b': 'c' }, 1],
    ['x{__proto__="a"} 1', 'x', Object.fromEntries([['__proto__', 'a']]), 1],
    ['x NaN', 'x', {}, Number.NaN],
    ['x +Inf', 'x', {}, Number.POSITIVE_INFINITY],
    ['x -Inf', 'x', {}, Number.NEGATIVE_INFINITY],
  ])('%s', (line, name, labels, value) => {
    expect(parseSampleLine(line)).toEqual({ name, labels: new Map(Object.entries(labels)), value })
  })

  test.each([
    ...[
      '',
      'x',
      'x1',
      '1 1',
      'x one',
      'x 1 2 3',
      'x{a="b" 1',
      'x{a="b"}',
      'x{a=b} 1',
      'x{a="b"c="d"} 1',
      'x{a} 1',
      'x{"a"} 1',
    ],
    ...[
      '{a="b"} 1',
      '{} 1',
      'x{a="b\\"} 1',
      'x{a="1",a="2"} 1',
      'x-y 1',
      'x 1 #',
      '<html>',
      'x 0x10',
      'x {a="b"} 1 {',
      'x 1 later',
    ],
  ])('%j is none', (line) => {
    expect(parseSampleLine(line)).toBeUndefined()
  })

  test('labels of any text arrive as they were', () => {
    const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.double(), (text, value) => {
        const shown = Object.is(value, -0) ? '-0' : String(value).replace('Infinity', 'Inf')
        const line = parseSampleLine(`x{a="${escaped(text)}"} ${shown}`)
        expect(line).toEqual({ name: 'x', labels: new Map([['a', text]]), value })
      }),
    )
  })

  test('of anything is read or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'x{}=",\\ #1"') }), (line) => {
        const sample = parseSampleLine(line)
        if (sample !== undefined)
          expect(sample).toMatchObject({ name: expect.stringMatching(/./s), value: expect.any(Number) })
      }),
    )
  })
})

describe('a selector', () => {
  const fits = (selector: string, labels: object) => parseSelector(selector).fits(new Map(Object.entries(labels)))

  test.each([
    ['x', { a: 'b' }, true],
    ['x{}', {}, true],
    ['x{a="b"}', { a: 'b', c: 'd' }, true],
    ['x{a="b"}', { a: 'bb' }, false],
    ['x{a!="b"}', {}, true],
    ['x{a=""}', {}, true],
    ['x{a=~".+"}', {}, false],
    ['x{a=~"5.."}', { a: '503' }, true],
    ['x{a=~"5.."}', { a: '5030' }, false],
    ['x{a=~"a|b"}', { a: 'ab' }, false],
    ['x{a!~"5.."}', { a: '200' }, true],
    ['x{a!~"5.."}', {}, true],
    ['x{a=~"(?i)GET"}', { a: 'get' }, true],
    ['x{a=~".*"}', { a: '1\n2' }, true],
    ['x{a=~"\\\\d+"}', { a: '12' }, true],
    ['x{a=~`\\d+`}', { a: '12' }, true],
    ['x { a = \'b\' , c = "d" , }', { a: 'b', c: 'd' }, true],
    ['x{a="b",c="d"}', { a: 'b', c: 'e' }, false],
  ])('%s of %j: %s', (selector, labels, expected) => {
    expect(fits(selector, labels)).toBe(expected)
  })

  test('a pattern that would take for ever elsewhere takes linear time', () => {
    expect(fits('x{a=~"(a+)+(a+)+(a+)+b"}', { a: 'a'.repeat(10_000) })).toBe(false)
  })

  test.each([
    ['', 'expected the name of a metric in the selector , got its end'],
    ['sum(x)', 'expected nothing but name{label="value"}'],
    ['x[5m]', 'got "[5m]" at character 2'],
    ['{a="b"}', 'expected the name of a metric'],
    ['x{a}', 'expected =, !=, =~ or !~ in the selector x{a}, got "}" at character 4'],
    ['x{a=b}', 'expected a value in quotes'],
    ['x{a="b" c="d"}', 'expected , or }'],
    ['x{a="b"', 'expected , or } in the selector x{a="b", got its end'],
    ['x{a=~"(?=b)"}', 'expected a pattern in RE2 syntax, got "(?=b)"'],
    ['x{a=~"("}', 'expected a pattern in RE2 syntax'],
    ['x{a="\\d"}', 'expected an escape of PromQL, got \\d'],
    [`x{a=~"${'b'.repeat(1001)}"}`, 'expected a pattern of at most 1000 characters, got 1001'],
  ])('%s: %s', (selector, message) => {
    expect(() => parseSelector(selector)).toThrow(message)
  })

  test('of anything is read or refused by name', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'xa{}=~!",\\ (|*') }), (text) => {
        try {
          expect(parseSelector(text).fits(new Map())).toEqual(expect.any(Boolean))
        } catch (error) {
          expect((error as Error).message).toMatch(/^expected /)
        }
      }),
    )
  })

  test('escapes of PromQL', () => {
    expect(unquotePromQL('"\\x41\\u00fc\\U0001F600\\101\\n\\\\\\""')).toBe('Aü😀A\n\\"')
  })
})

describe('a page', () => {
  const page = [
    '# HELP http_requests_total All requests. "{',
    '# TYPE http_requests_total counter',
    'http_requests_total{code="200",method="get"} 1027 1395066363000',
    'http_requests_total{method="post",code="500"} 3',
    '',
    '# just a comment',
    'temperature 21',
    '# TYPE load gauge',
    'load 0.3',
    'latency{quantile="0.5"} NaN\r',
    '',
  ].join('\n')

  test('gives the series that fit', () => {
    expect(read(page, 'http_requests_total{code=~"5.."}', 'http_requests_total')).toEqual({
      kind: 'counters',
      errors: new Map([['http_requests_total{code="500",method="post"}', 3]]),
      total: new Map([
        ['http_requests_total{code="200",method="get"}', 1027],
        ['http_requests_total{code="500",method="post"}', 3],
      ]),
    })
  })

  test.each([
    ['http_requests_total{code="501"}', 'http_requests_total', { kind: 'counters', errors: new Map() }],
    ['http_requests_total', 'nope', { kind: 'nothing', what: 'empty' }],
    ['latency', 'temperature', { kind: 'nothing', what: 'not-a-number' }],
    [
      'load',
      'temperature',
      { kind: 'unavailable', what: 'wrong-type', detail: 'errors: expected a counter, found a gauge' },
    ],
    [
      'temperature',
      'load',
      { kind: 'unavailable', what: 'wrong-type', detail: 'total: expected a counter, found a gauge' },
    ],
  ])('%s of %s', (errors, total, reading) => {
    expect(read(page, errors, total)).toMatchObject(reading)
  })

  test('gives a gauge as the rate', () => {
    const scrape = { body: page, contentType: '' }
    expect(readingOfScrape(scrape, { kind: 'rate', rate: wanted('load') })).toEqual({ kind: 'rate', rate: 0.3 })
    const several = readingOfScrape(scrape, { kind: 'rate', rate: wanted('http_requests_total') })
    expect(several).toMatchObject({ kind: 'unavailable', what: 'wrong-type' })
  })

  test.each([
    ['<!DOCTYPE html>\n<html></html>', '', 'line 1: expected a metric in the Prometheus text format, found HTML'],
    ['{"status":"ok"}', '', 'found another text'],
    ['x 1\nx{a="b', '', 'line 2: expected a metric'],
    ['x_total 1\n', 'application/openmetrics-text; version=1.0.0', 'the page is cut off'],
    ['x_total 1\n# EOF\nx_total 2\n', '', 'line 3: expected nothing after # EOF'],
    ['x 1\nx 2\n', '', 'total: x{}: expected each series once'],
  ])('%j is malformed: %s %s', (body, contentType, detail) => {
    const reading = read(body, 'nope', 'x', contentType)
    expect(reading).toEqual({ kind: 'unavailable', what: 'malformed', detail: expect.stringContaining(detail) })
  })

  test('in OpenMetrics, with its end and exemplars', () => {
    const body =
      '# TYPE x counter\n# UNIT x s\nx_total{a="b"} 5.0 1520879607.789 # {id="1"} 0.5\nx_created{a="b"} 1\n# EOF\n'
    const total = new Map([['x_total{a="b"}', 5]])
    expect(read(body, 'x_total', 'x_total', 'application/openmetrics-text')).toEqual({
      kind: 'counters',
      errors: total,
      total,
    })
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
    prometheusText(
      settingsFor({ url: `${server.origin}/metrics`, errors: 'x{v="{version}",c=~"5.."}', total: 'x', ...more }),
    )
  const window = { since: 0, until: 1 }

  test('is asked for the text format', async () => {
    respond = (response) => response.end('x{v="v1.2.0",c="500"} 1\nx{v="v1.1.0",c="500"} 2\n')
    const reading = await ask().read(window)
    expect(reading).toMatchObject({ kind: 'counters', errors: new Map([['x{c="500",v="v1.2.0"}', 1]]) })
    expect(server.requests[0]?.headers.accept).toMatch(/^text\/plain;version=0\.0\.4,/)
  })

  test('that is not found', async () => {
    respond = (response) => response.writeHead(404).end('x 1\n')
    const detail = `${server.origin}/metrics: expected HTTP 200, found 404`
    expect(await ask().read(window)).toEqual({ kind: 'unavailable', what: 'http-status', detail })
  })

  test.each([
    [{ errors: 'sum(x)' }, 'errors: expected nothing but name{label="value"}'],
    [{ errors: 'x[{window}]' }, 'errors: {window} must be at least 1 whole second'],
    [{ total: 'x{a={version}}' }, 'total: {version} must stand in the quotes'],
    [{ url: '' }, 'metric-url: expected the address of the metric source, got none'],
  ])('%j: %s', (more, message) => {
    expect(() => ask(more)).toThrow(message)
  })
})
