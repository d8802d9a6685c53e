import type { DeploymentRecord } from '../../testing/github/deployment-record.ts'
import type { Tally } from '../service/tally.ts'
import { type ActReport, seenByCallers, sinceBreach } from '../stage/act-report.ts'
import type { TagState } from '../stage/read-refs.ts'
import { showMs, showRate } from './figures.ts'
import { textTable } from './text-table.ts'

/** One line for each act: decision, times of the rollback, and what callers saw. */
export const actsTable = (reports: readonly ActReport[], tally: Tally): string[] =>
  textTable(
    [
      ...[{ title: 'Act' }, { title: 'Version' }, { title: 'Decision' }],
      ...['Tag moved', 'Redeployed', 'Verified', 'Before', 'Peak', 'After'].map((title) => ({
        title,
        right: true,
      })),
    ],
    reports.map((report) => {
      const { before, peak, after } = seenByCallers(report, tally)
      return [
        ...[String(report.act.number), report.act.version, report.result.decision],
        ...['tag-moved-back', 'redeployed', 'verified'].map((event) => showMs(sinceBreach(report, event))),
        ...[before, peak, after].map(showRate),
      ]
    }),
  )

/** The tags on the server before the last push, after it, and at the end. */
export const refsTable = ({ refs, act }: ActReport): string[] => {
  const at = (states: readonly TagState[], slot: string): string => {
    const found = states.find((state) => state.slot === slot)
    if (found === undefined) return '-'
    return `${found.object.slice(0, 7)}${found.version === null ? '' : ` -> ${found.version}`}`
  }
  return textTable(
    [{ title: 'Tag' }, { title: `Before act ${act.number}` }, { title: 'As pushed' }, { title: 'Now' }],
    refs.after.map(({ slot }) => [slot, at(refs.before, slot), at(refs.pushed, slot), at(refs.after, slot)]),
  )
}

/** The records as the page "Deployments" of the repository lists them, newest first. */
export const deploymentsTable = (deployments: readonly DeploymentRecord[]): string[] =>
  textTable(
    [{ title: 'Deployment' }, { title: 'State' }, { title: 'Latest status' }],
    [...deployments].reverse().map(({ description, statuses }) => {
      const latest = statuses.at(-1)
      return [description ?? '', latest?.state ?? 'pending', latest?.description ?? '']
    }),
  )
