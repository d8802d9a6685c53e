import { rateFigure } from '../show/rate-figure.ts'
import { renderPage } from '../show/render-page.ts'
import { pageName } from '../show/write-pages.ts'
import type { ActReport } from '../stage/act-report.ts'
import { ENVIRONMENT } from '../stage/publish.ts'
import { CANARY } from './acts.ts'
import { runsIn } from './runs-in.ts'
import type { CanaryStage } from './set-up-canary-stage.ts'
import { marksWith } from './story.ts'

/** What the configuration of the show sets. */
const THRESHOLD = 0.05

const row = (report: ActReport): string => {
  const { act, result } = report
  const link = `[${act.version}](${pageName(report)})`
  const runs = [ENVIRONMENT, CANARY].map((environment) => runsIn(report, environment))
  return `| ${[act.number, link, act.environment, result.decision, result.reason, ...runs].join(' | ')} |`
}

/** The page that leads to the job summaries: the acts at a glance, and the error rates of both environments. */
export const canaryPage = (
  reports: readonly ActReport[],
  { router, scanner }: Pick<CanaryStage, 'router' | 'scanner'>,
): Promise<string> => {
  const from = reports[0]?.result.times.get('deployed') ?? 0
  const to = reports.at(-1)?.endedAt ?? 0
  const marks = marksWith(reports, scanner)
  const figures = Object.entries(router.tallies).map(
    ([environment, tally]) =>
      `### Error rate of ${environment}\n\n${rateFigure(tally, { from, to, threshold: THRESHOLD }, marks)}`,
  )
  return renderPage(
    'Tagback demo: canaries',
    `# Three canaries beside production

Each act is one \`git push --force\` of an environment tag. Its version leads to the job summary that the action wrote.
Links into the repository led to the local GitHub of the demo, which ended with it.

| Act | Version | Pushed to | Decision | Reason | production after it | production-canary after it |
| --- | --- | --- | --- | --- | --- | --- |
${reports.map(row).join('\n')}

${figures.join('\n\n')}

<sub>Half a second a point. The dashed line is the threshold. A third of the callers get the canary.</sub>
`,
  )
}
