import { type ActReport, unknownToGitHub, wrongEnds } from '../stage/act-report.ts'
import { ENVIRONMENT } from '../stage/publish.ts'
import { runsIn } from './runs-in.ts'

/** What the last good release is that everybody gets. */
const GOOD = 'v1.1.0'

/** What ended otherwise than it should have; empty when the show showed what it is to show. */
export const differencesOf = (
  reports: readonly ActReport[],
  served: string,
  violations: readonly string[],
): string[] => {
  const production = reports.map((report) => runsIn(report, ENVIRONMENT))
  const expected = ['v1.0.0', GOOD, GOOD, GOOD]
  return [
    ...wrongEnds(reports),
    ...(production.join() === expected.join()
      ? []
      : [`Production: expected ${expected.join(', ')} after the acts, found ${production.join(', ')}.`]),
    ...(served === GOOD ? [] : [`Canary: expected it to serve ${GOOD} at the end, found ${served}.`]),
    ...unknownToGitHub(violations),
  ]
}
