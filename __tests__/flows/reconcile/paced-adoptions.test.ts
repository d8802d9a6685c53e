import { expect, it } from '@jest/globals'
import { pacedAdoptions } from '../../../src/flows/reconcile/paced-adoptions.ts'
import { createVirtualClock } from '../virtual-clock.ts'

it('writes thirty records at once, then one every other second, and two hundred in a run', async () => {
  const { clock, finish, elapsed } = createVirtualClock()
  const mayAdopt = pacedAdoptions(clock)
  const at: number[] = []
  const given = await finish(
    Promise.all(
      Array.from({ length: 203 }, async () => {
        const given = await mayAdopt()
        if (given) at.push(elapsed())
        return given
      }),
    ),
  )
  expect(given.map(Number).reduce((sum, one) => sum + one)).toBe(200)
  expect([at.filter((second) => second === 0).length, at[30], at[31], at.at(-1)]).toStrictEqual([30, 2, 4, 340])
  // Two writes each: GitHub takes eighty a minute.
  for (const second of at)
    expect(at.filter((other) => other >= second && other < second + 60).length).toBeLessThan(80 / 1.3)
})
