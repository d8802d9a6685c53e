import { deploymentsTable, refsTable } from '../show/closing-tables.ts'
import { type Mark, marksOf } from '../show/marks.ts'
import { rateChart } from '../show/rate-chart.ts'
import type { Terminal } from '../show/terminal.ts'
import { textTable } from '../show/text-table.ts'
import type { ActReport } from '../stage/act-report.ts'
import { COMPONENT, ENVIRONMENT } from '../stage/publish.ts'
import { CANARY } from './acts.ts'
import { runsIn } from './runs-in.ts'
import type { Scanner } from './scanner.ts'
import type { CanaryStage } from './set-up-canary-stage.ts'

export const showStage = (terminal: Terminal, { checkout, router }: CanaryStage, requestsPerSecond: number): void => {
  terminal.title('Tagback: three canaries beside production')
  terminal.paragraph(
    'A local GitHub, a local runner, the built action, two real services. Nothing leaves this machine.',
  )
  terminal.line()
  terminal.paragraph(`repository   ${checkout.repository.cloneUrl}`)
  terminal.paragraph(`services     ${router.url}/extract reads invoices: a third of them by the prompt of the canary`)
  terminal.paragraph(`traffic      ${requestsPerSecond} requests a second`)
  terminal.paragraph('policy       no worse than production at the same time; watch for at least 4 s, at most 8 s')
}

/** One line: what was decided, where the tags are now, and how the step ended. */
export const showOutcome = (terminal: Terminal, report: ActReport): void => {
  const { result, exitCode } = report
  const step = exitCode === 0 ? 'the step passes' : 'the step fails, so that a person looks'
  const tags = `${ENVIRONMENT} is on ${runsIn(report, ENVIRONMENT)}, ${CANARY} on ${runsIn(report, CANARY)}`
  const text = `= ${result.decision} (${result.reason}): ${tags}; ${step}`
  if (exitCode === 0) terminal.good(text)
  else terminal.bad(text)
}

/** Pushes by the number of their act, the rollback, and when what all versions share broke. */
export const marksWith = (reports: readonly ActReport[], scanner: Scanner): Mark[] => {
  const at = scanner.jammedAt()
  const jam = at === null ? [] : [{ at, sign: 'J', meaning: 'scanner jams' }]
  return [...jam, ...marksOf(reports)].toSorted((one, other) => one.at - other.at)
}

type End = { reports: readonly ActReport[]; stage: CanaryStage; pages: string; differences: readonly string[] }

export const showEnd = (terminal: Terminal, { reports, stage, pages, differences }: End): void => {
  const { router, scanner, checkout } = stage
  const [first, last] = [reports.at(0), reports.at(-1)]
  if (first === undefined || last === undefined) return
  const [from, to] = [first.result.times.get('deployed') ?? first.pushedAt, last.endedAt]
  for (const [environment, tally] of Object.entries(router.tallies))
    terminal.block(
      `Error rate of ${environment} (a column: a second; number: push; J: jam; R: rollback)`,
      rateChart(tally, { from, to, columnMs: 1000 }, marksWith(reports, scanner)),
    )
  terminal.block('Acts, and what ran at the end of each', actsTable(reports))
  terminal.block(`Tags of ${COMPONENT}`, refsTable(last))
  terminal.block('Deployments of prompts/extraction', deploymentsTable(checkout.repository.deployments))
  terminal.title('Job summaries')
  terminal.paragraph(pages)
  terminal.line()
  if (differences.length === 0) terminal.good('All four acts ended as they should.')
  for (const difference of differences) terminal.bad(difference)
}

const actsTable = (reports: readonly ActReport[]): string[] =>
  textTable(
    ['Act', 'Version', 'Pushed to', 'Decision', 'Reason', ENVIRONMENT, CANARY].map((title) => ({ title })),
    reports.map((report) => {
      const { act, result } = report
      return [
        ...[String(act.number), act.version, act.environment, result.decision, result.reason],
        ...[runsIn(report, ENVIRONMENT), runsIn(report, CANARY)],
      ]
    }),
  )
