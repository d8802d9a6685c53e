import { type ActReport, unknownToGitHub, wrongEnds } from '../stage/act-report.ts'
import { ENVIRONMENT } from '../stage/publish.ts'
import type { TagState } from '../stage/read-refs.ts'

const objectOf = (refs: readonly TagState[]): string | undefined =>
  refs.find(({ slot }) => slot === ENVIRONMENT)?.object

/** What ended otherwise than it should have; empty when the demo showed what it is to show. */
export const differencesOf = (
  reports: readonly ActReport[],
  served: string,
  violations: readonly string[],
): string[] => {
  const last = reports.at(-1)
  const [wanted, found] = [objectOf(last?.refs.before ?? []), objectOf(last?.refs.after ?? [])]
  const live = reports.at(-2)?.act.version
  return [
    ...wrongEnds(reports),
    ...(wanted === found ? [] : [`Tag ${ENVIRONMENT}: expected tag object ${wanted}, found ${found}.`]),
    ...(served === live ? [] : [`Service: expected it to serve ${live}, found ${served}.`]),
    ...unknownToGitHub(violations),
  ]
}
