import { describe, expect, it } from '@jest/globals'
import { batchedCheckOut } from '../../src/actions/batched-check-out.ts'

const counting = (missing: string[] = []) => {
  const calls: string[][] = []
  const checkOut = batchedCheckOut(async (commits, paths) => {
    calls.push([...commits])
    const gone = commits.find((commit) => missing.includes(commit))
    if (gone !== undefined) throw new Error(`${gone} is not there`)
    return new Map(commits.map((commit) => [commit, `/${paths.join('+')}/${commit}`]))
  })
  return { calls, checkOut }
}

describe('batchedCheckOut', () => {
  it('fetches what several ask for at once by one call, and each gets its own', async () => {
    const { calls, checkOut } = counting()
    const found = await Promise.all([checkOut(['a', 'b'], []), checkOut(['b', 'c'], [])])
    expect(calls).toStrictEqual([['a', 'b', 'c']])
    expect(found.map((map) => [...map.keys()])).toStrictEqual([
      ['a', 'b'],
      ['b', 'c'],
    ])
  })

  it('keeps different paths apart', async () => {
    const { calls, checkOut } = counting()
    const [all, some] = await Promise.all([checkOut(['a'], []), checkOut(['a'], ['x'])])
    expect([calls.length, all.get('a'), some.get('a')]).toStrictEqual([2, '//a', '/x/a'])
  })

  it('does not fetch again what is there', async () => {
    const { calls, checkOut } = counting()
    await checkOut(['a'], [])
    expect((await checkOut(['a', 'b'], [])).size).toBe(2)
    expect(calls).toStrictEqual([['a'], ['b']])
  })

  it('tells only whoever asked for it that a commit is missing', async () => {
    const { checkOut } = counting(['gone'])
    const [fine, wrong] = await Promise.allSettled([checkOut(['a'], []), checkOut(['gone'], [])])
    expect([fine.status, wrong.status]).toStrictEqual(['fulfilled', 'rejected'])
  })
})
