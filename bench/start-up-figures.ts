import { type Figure, figureOf } from './figure.ts'
import type { StartUps } from './start-up.ts'

const OF = 'start-up'

/** What loading the bundle costs over a Node script that does nothing, beside the least that an action can carry. */
export function startUpFigures({ empty, bare, tagback }: StartUps): Figure[] {
  const over = (times: readonly number[]): number[] => times.map((ms, round) => ms - (empty[round] ?? 0))
  const bareName = 'bundle of @actions/core and @actions/github'
  return [
    figureOf({
      ...{ of: OF, unit: 'ms', name: 'bundle, over an empty script', values: over(tagback) },
      beside: { name: bareName, values: over(bare) },
    }),
    figureOf({
      ...{ of: OF, unit: 'ms', name: 'bundle, the whole process', values: tagback },
      beside: { name: 'an empty Node script', values: empty },
    }),
  ]
}
