import { expect, it } from '@jest/globals'
import { nearest, offer } from '../../src/config/nearest.ts'

it('offers the three nearest, the nearest first', () => {
  expect(nearest('prodution', ['staging', 'production', 'debug', 'production-eu'])).toStrictEqual([
    ...['production', 'production-eu', 'staging'],
  ])
})

it('offers nothing where there is nothing', () => {
  expect(offer('v1', [])).toBe('')
  expect(offer('v1.2', ['v1.2.0'])).toBe(', did you mean v1.2.0?')
})
