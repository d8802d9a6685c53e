import { expect, it } from '@jest/globals'
import { formatDuration, parseDuration } from '../../src/config/parse-duration.ts'
import { formatRate, parseRate } from '../../src/config/parse-rate.ts'

const parse = parseDuration({ min: 0, max: 1e9 })

it.each([
  ['30s', 30],
  ['10m', 600],
  ['1h30m', 5400],
  ['2d', 172_800],
  ['90s', 90],
])('%s is %d seconds', (text, seconds) => expect(parse(text)).toBe(seconds))

it.each(['', ' ', '5', '-5m', '5 m', '1m1h', '1.5h', '5ms', 'm', '5M', '٣s'])('%p is not a duration', (text) =>
  expect(() => parse(text)).toThrow('expected a duration'),
)

it.each([
  [0, '0s'],
  [95, '1m35s'],
  [3600, '1h'],
  [86_461, '1d1m1s'],
])('%d seconds are written %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))

it.each([
  ['1%', 0.01],
  ['0.5 %', 0.005],
  ['0.01', 0.01],
  ['.2', 0.2],
])('%s is the ratio %d', (text, ratio) => expect(parseRate(text)).toBeCloseTo(ratio, 12))

it.each(['1', '0', '1.0', '5', '-1%', '1e-2', '1%%', 'one', '101%', '0.0'])('%p is not a rate', (text) =>
  expect(() => parseRate(text)).toThrow('expected a rate'),
)

it.each([
  [0, '0%'],
  [0.00512, '0.512%'],
  [0.0124, '1.24%'],
  [0.1249, '12.5%'],
  [1, '100%'],
])('%d is written %s', (ratio, text) => expect(formatRate(ratio)).toBe(text))
