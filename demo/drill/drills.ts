/** One drill of the show. */
export type PlayedDrill = {
  number: number
  title: string
  story: string
  inputs: Readonly<Record<string, string>>
  /** How it has to end for the demo to have worked. */
  expected: { reason: string; simulated: boolean }
}

export const BUDGET = '20s'

export const DRILLS: readonly PlayedDrill[] = [
  {
    number: 1,
    title: 'Does the way back work?',
    story:
      'The release before takes the place of a bad one, and the figures of a breach are put between metric and judge: ' +
      'everything is practised but whether the metric would show it.',
    inputs: {},
    expected: { reason: 'drill-passed', simulated: true },
  },
  {
    number: 2,
    title: 'Would it be seen?',
    story:
      'Now v1.2.0 is named as bad, and it is: a fifth of its answers cannot be parsed. Callers of the drill environment ' +
      'feel it, the metric has to show it, and v1.1.0 has to cure it.',
    inputs: { 'bad-version': 'v1.2.0' },
    expected: { reason: 'drill-passed', simulated: false },
  },
]
