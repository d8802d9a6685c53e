import type { ActReport } from '../stage/act-report.ts'
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
  const acts = reports.flatMap(({ act, result }) => {
    const { decision, reason, tag } = act.expected
    const fine = result.decision === decision && result.reason === reason && result.tag === tag
    const found = `${result.decision} (${result.reason}), tag ${result.tag}: ${result.sentence}`
    return fine ? [] : [`Act ${act.number}: expected ${decision} (${reason}), tag ${tag}; found ${found}.`]
  })
  const last = reports.at(-1)
  const [wanted, found] = [objectOf(last?.refs.before ?? []), objectOf(last?.refs.after ?? [])]
  const live = reports.at(-2)?.act.version
  return [
    ...acts,
    ...(wanted === found ? [] : [`Tag ${ENVIRONMENT}: expected tag object ${wanted}, found ${found}.`]),
    ...(served === live ? [] : [`Service: expected it to serve ${live}, found ${served}.`]),
    ...violations.map((text) => `The action asked GitHub for something that GitHub does not know: ${text}`),
  ]
}
