import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { plainLine } from '../../src/report/plain-line.ts'
import { createLogReader } from '../../testing/runner/log-reader.ts'

it.each([
  ['exit 1; its last output:\n  ::error::x', 'exit 1; its last output:   ::error::x'],
  ['::error::x', ': :error::x'],
  ['  ::add-mask::x', '  : :add-mask::x'],
  ['a ##[error]x', 'a ## [error]x'],
  ['a\u2028::error::x', 'a ::error::x'],
  ['+5s  3 of 120 failed', '+5s  3 of 120 failed'],
])('%j is shown as %j', (text, shown) => {
  expect(plainLine(text)).toBe(shown)
})

it('is one line that the runner shows and does not obey, whatever it holds', () => {
  const piece = fc.constantFrom(
    '::',
    ':',
    '##[',
    '#',
    '[',
    'error',
    'stop-commands',
    'add-mask',
    ' ',
    '\n',
    '\r',
    '\t',
    '\v',
    'x',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const line = plainLine(pieces.join(''))
      expect(line).not.toMatch(/[\r\n]|##\[/)
      expect(createLogReader([]).line(line)).toBe(line)
    }),
  )
})
