import { expect, test } from '@jest/globals'
import { parseFileCommand } from '../../../testing/runner/file-command.ts'

test('reads short and long values', () => {
  const text = 'a=1\nb<<END\ntwo\n\nlines=x\nEND\nc=\nd=x<<y=z\n'
  expect(parseFileCommand(text)).toEqual({ a: '1', b: 'two\n\nlines=x', c: '', d: 'x<<y=z' })
})

test('refuses what the runner refuses', () => {
  expect(() => parseFileCommand('nothing\n')).toThrow("Invalid format 'nothing'")
  expect(() => parseFileCommand('a<<END\n1\n')).toThrow("Matching delimiter not found 'END'")
})
