import { actsTable, deploymentsTable, refsTable } from '../show/closing-tables.ts'
import { marksOf } from '../show/marks.ts'
import { rateChart } from '../show/rate-chart.ts'
import type { Terminal } from '../show/terminal.ts'
import type { ActReport } from '../stage/act-report.ts'
import { COMPONENT, ENVIRONMENT } from '../stage/publish.ts'
import type { Stage } from '../stage/set-up-stage.ts'

export const showStage = (terminal: Terminal, { checkout, service }: Stage, requestsPerSecond: number): void => {
  terminal.title('Tagback: three pushes of an environment tag')
  terminal.paragraph('A local GitHub, a local runner, the built action, a real service. Nothing leaves this machine.')
  terminal.line()
  terminal.paragraph(`repository   ${checkout.repository.cloneUrl}`)
  terminal.paragraph(`service      ${service.url}/extract reads invoices by the prompt that is deployed`)
  terminal.paragraph(`traffic      ${requestsPerSecond} requests a second`)
  terminal.paragraph('policy       roll back when more than 5% fail; watch for at least 4 s, at most 15 s')
}

/** One line: what was decided, where the tag is now, and how the step ended. */
export const showOutcome = (terminal: Terminal, { result, refs, exitCode }: ActReport): void => {
  const live = refs.after.find(({ slot }) => slot === ENVIRONMENT)?.version ?? 'nothing'
  const step = exitCode === 0 ? 'the step passes' : 'the step fails, so that a person looks'
  const text = `= ${result.decision} (${result.reason}): ${ENVIRONMENT} is on ${live}; ${step}`
  if (exitCode === 0) terminal.good(text)
  else terminal.bad(text)
}

export const showEnd = (
  terminal: Terminal,
  reports: readonly ActReport[],
  { tally, checkout }: Stage,
  pages: string,
  differences: readonly string[],
): void => {
  const [first, last] = [reports.at(0), reports.at(-1)]
  if (first === undefined || last === undefined) return
  const [from, to] = [first.result.times.get('deployed') ?? first.pushedAt, last.endedAt]
  terminal.block('Error rate that callers saw (half a second a column; a number is a push, R the rollback)', [
    ...rateChart(tally, { from, to }, marksOf(reports)),
  ])
  terminal.block(
    'Acts (times count from the breach; error rates before the push, in the worst second, at the end)',
    actsTable(reports, tally),
  )
  terminal.block(`Tags of ${COMPONENT}`, refsTable(last))
  terminal.block('Deployments of production/prompts/extraction', deploymentsTable(checkout.repository.deployments))
  terminal.title('Job summaries')
  terminal.paragraph(pages)
  terminal.line()
  if (differences.length === 0) terminal.good('All three acts ended as they should.')
  for (const difference of differences) terminal.bad(difference)
}
