import { expect, test } from '@jest/globals'
import { createLogReader } from '../../../testing/runner/log-reader.ts'

const read = (lines: readonly string[], secrets: readonly string[] = []) => {
  const reader = createLogReader(secrets)
  const seen = lines.map((line) => reader.line(line)).filter((line) => line !== null)
  return { seen, annotations: reader.annotations }
}

test('masks a secret from the line on in which it became known', () => {
  const { seen } = read(['hush', '::add-mask::hush', 'a hush b', '::error title=x::hush'], ['token-1'])
  expect(seen).toEqual(['hush', 'a *** b', '##[error]***'])
  expect(read(['see token-1'], ['token-1']).seen).toEqual(['see ***'])
})

test('masks every line of a secret of several lines, and the longer of two that overlap', () => {
  expect(read(['::add-mask::one%0Atwo', 'x one', 'two y']).seen).toEqual(['x ***', '*** y'])
  expect(read(['::add-mask::abc', '::add-mask::abcdef', 'abcdef']).seen).toEqual(['***'])
})

test('collects annotations with their properties', () => {
  const { annotations } = read(['::warning file=a%2Cb.yml,line=3,title=Not armed::50%25 of%0Ait', '::notice::n'])
  expect(annotations).toEqual([
    { level: 'warning', message: '50% of\nit', properties: { file: 'a,b.yml', line: '3', title: 'Not armed' } },
    { level: 'notice', message: 'n', properties: {} },
  ])
})

test('obeys no command between stop-commands and its token', () => {
  const { seen, annotations } = read(['::stop-commands::4a0b', '::error::no', '::4a0b::', '::error::yes'])
  expect(seen).toEqual(['::error::no', '##[error]yes'])
  expect(annotations).toHaveLength(1)
})

test('shows what only looks like a command', () => {
  expect(read(['::unknown::x', '::', 'std::vector::size']).seen).toEqual(['::unknown::x', '::', 'std::vector::size'])
})
