import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { deployOrder } from '../../../src/flows/restore/deploy-order.ts'
import type { Component } from '../../../src/tags/component.ts'

const item = (name: string) => ({ component: { id: name, prefix: 'components', type: 'prompts', name } })
const after =
  (pairs: readonly (readonly [string, string])[]) =>
  (one: Component, other: Component): boolean =>
    pairs.some(([later, earlier]) => later === one.name && earlier === other.name)
const namesOf = (names: string[], pairs: [string, string][]) => {
  const order = deployOrder(names.map(item), after(pairs))
  return order.kind === 'ordered' ? order.items.map(({ component }) => component.name) : order.components
}

describe('deployOrder', () => {
  it('keeps the order given where nothing waits', () => expect(namesOf(['b', 'a'], [])).toStrictEqual(['b', 'a']))
  it('puts what is waited for first', () =>
    expect(
      namesOf(
        ['a', 'b', 'c'],
        [
          ['a', 'c'],
          ['b', 'a'],
        ],
      ),
    ).toStrictEqual(['c', 'a', 'b']))
  it('lets a component wait for itself', () => expect(namesOf(['a'], [['a', 'a']])).toStrictEqual(['a']))
  it('names a circle', () =>
    expect(
      namesOf(
        ['x', 'a', 'b'],
        [
          ['x', 'a'],
          ['a', 'b'],
          ['b', 'a'],
        ],
      ),
    ).toStrictEqual(['a', 'b', 'a']))

  it('asks once for each pair, however many wait for what comes last', () => {
    const names = Array.from({ length: 300 }, (_, index) => `${index < 200 ? 'a' : 'z'}${index}`)
    let asked = 0
    const order = deployOrder(names.map(item), (one, other) => {
      asked += 1
      return one.name.startsWith('a') && other.name.startsWith('z')
    })
    expect(order.kind === 'ordered' && order.items.map(({ component }) => component.name).join()).toBe(
      [...names.slice(200), ...names.slice(0, 200)].join(),
    )
    expect(asked).toBeLessThanOrEqual(300 * 300)
  })

  it('is an order of all of them, whatever waits for what comes earlier in a list', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 30 }),
        (names, links) => {
          // Only towards smaller numbers: no circles.
          const pairs = links.filter(([a, b]) => a > b).map(([a, b]): [string, string] => [String(a), String(b)])
          const order = namesOf(names, pairs)
          expect(order.toSorted()).toStrictEqual(names.toSorted())
          for (const [later, earlier] of pairs) {
            if (names.includes(later) && names.includes(earlier))
              expect(order.indexOf(earlier)).toBeLessThan(order.indexOf(later))
          }
        },
      ),
    )
  })
})
