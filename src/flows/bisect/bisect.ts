/** What became of one version: `skipped` could not be tested. */
export type Trial = 'good' | 'bad' | 'skipped'

export type Bisection =
  /** `left`: how many trials there are after this one, about. */
  | { kind: 'try'; version: string; left: number }
  /** `first` was tested bad, `before` good. `among`: versions in between that could not be tested, oldest first. */
  | { kind: 'found'; first: string; before: string; among: string[] }
  /** One of the two ends is not what it was said to be, or could not be tested; nothing can be concluded. */
  | { kind: 'wrong-end'; end: 'good' | 'bad'; version: string; trial: Trial }

/**
 * What to try next, or what was found. Both ends are believed as long as that helps, and tested before anything is concluded from
 * them: a test that always fails, or never, is found out.
 *
 * @param versions oldest first: the good one, those between, the bad one
 */
export function bisect(versions: readonly string[], trials: ReadonlyMap<string, Trial>): Bisection {
  const last = versions.length - 1
  const trialOf = (index: number): Trial | undefined => trials.get(versions[index] as string)
  const name = (index: number): string => versions[index] as string
  const indices = versions.map((_, index) => index)
  const bad = indices.find((index) => index > 0 && trialOf(index) === 'bad') ?? last
  const good = indices.findLast((index) => index < bad && trialOf(index) === 'good') ?? 0
  const between = indices.filter((index) => index > good && index < bad && trialOf(index) === undefined)
  const middle = (good + bad) / 2
  const [next] = between.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
  if (next !== undefined) return { kind: 'try', version: name(next), left: Math.floor(Math.log2(between.length)) }

  for (const [end, index] of [['bad', bad] as const, ['good', good] as const]) {
    const trial = trialOf(index)
    if (trial === undefined) return { kind: 'try', version: name(index), left: 0 }
    if (trial !== end) return { kind: 'wrong-end', end, version: name(index), trial }
  }
  return { kind: 'found', first: name(bad), before: name(good), among: versions.slice(good + 1, bad) }
}
