import { describe, expect, it } from '@jest/globals'
import { parseInstant, parseInstantOrDay } from '../../src/config/parse-instant.ts'

const at = (time: number): string => new Date(time).toISOString()

describe('a point in time', () => {
  it.each([
    ['2024-11-12T14:47:00Z', '2024-11-12T14:47:00.000Z'],
    [' 2024-11-12T15:47+01:00 ', '2024-11-12T14:47:00.000Z'],
    ['2024-11-12T15:47:00+0100', '2024-11-12T14:47:00.000Z'],
    ['2026-11-20T17:14:09.684107Z', '2026-11-20T17:14:09.684Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(at(parseInstant(text))).toBe(expected)
  })

  it.each(['2024-11-12', 'yesterday', '', '2023-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2024-11-12T25:00:00Z'])(
    'is not %j',
    (text) => {
      expect(() => parseInstant(text)).toThrow('expected a time with its zone such as 2024-11-12T14:47:00Z, got ')
    },
  )

  it('says when only the zone is missing', () => {
    expect(() => parseInstant('2024-11-12T14:47:00')).toThrow('and it has no zone')
  })
})

it('takes a day for its beginning in UTC', () => {
  expect(at(parseInstantOrDay('2026-01-15'))).toBe('2026-01-15T00:00:00.000Z')
  expect(() => parseInstantOrDay('2026-02-31')).toThrow('expected')
})
