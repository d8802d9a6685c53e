import { parseList } from './setting-parsers.ts'

const MOST = 20

/**
 * Reads `5, 25, 50, 100`, with or without signs of per cent.
 *
 * @returns whole per cents from 1 to 100, each further up, or down, than the one before
 */
export const parsePercents =
  (direction: 'rising' | 'falling') =>
  (text: string): number[] => {
    const example = direction === 'rising' ? '5, 25, 100' : '50, 25'
    const percents = parseList(text).map((item) => {
      const [, digits] = /^(\d{1,3})\s?%?$/.exec(item) ?? []
      const percent = Number(digits ?? Number.NaN)
      if (!(percent >= 1 && percent <= 100))
        throw new Error(`expected whole per cents from 1 to 100 such as ${example}, got ${JSON.stringify(item)}`)
      return percent
    })
    if (percents.length === 0 || percents.length > MOST)
      throw new Error(`expected 1 to ${MOST} per cents such as ${example}, got ${percents.length}`)
    const sign = direction === 'rising' ? 1 : -1
    const wrong = percents.findIndex(
      (percent, index) => index > 0 && sign * (percent - (percents[index - 1] ?? 0)) <= 0,
    )
    if (wrong !== -1)
      throw new Error(
        `expected ${direction} per cents such as ${example}, got ${percents[wrong]} after ${percents[wrong - 1]}`,
      )
    return percents
  }
