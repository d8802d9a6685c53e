import type { Tally } from '../service/tally.ts'
import { type ActReport, seenByCallers, sinceBreach } from '../stage/act-report.ts'
import { showMs, showRate } from './figures.ts'
import { marksOf } from './marks.ts'
import { rateFigure } from './rate-figure.ts'
import { renderPage } from './render-page.ts'
import { pageName } from './write-pages.ts'

/** What the workflow of the demo sets. */
const THRESHOLD = 0.05

const row = (report: ActReport, tally: Tally): string => {
  const { act, result } = report
  const { before, peak, after } = seenByCallers(report, tally)
  const times = ['tag-moved-back', 'redeployed', 'verified'].map((event) => showMs(sinceBreach(report, event)))
  const link = `[${act.version}](${pageName(report)})`
  return `| ${[act.number, link, result.decision, ...times, ...[before, peak, after].map(showRate)].join(' | ')} |`
}

/** The page that leads to the job summaries: the acts at a glance, and the error rate over all of them. */
export const indexPage = (reports: readonly ActReport[], tally: Tally): Promise<string> => {
  const from = reports[0]?.result.times.get('deployed') ?? 0
  const to = reports.at(-1)?.endedAt ?? 0
  return renderPage(
    'Tagback demo',
    `# Three pushes of an environment tag

Each act is one \`git push --force\` of the tag \`production\`. Its version leads to the job summary that the action
wrote. Links into the repository led to the local GitHub of the demo, which ended with it.

| Act | Version | Decision | Tag moved | Redeployed | Verified | Before | Peak | After |
| --- | --- | --- | --: | --: | --: | --: | --: | --: |
${reports.map((report) => row(report, tally)).join('\n')}

<sub>Times count from the breach. Rates are the errors that callers saw: before the push, in the worst second, at the end.</sub>

### Error rate that callers saw

${rateFigure(tally, { from, to, threshold: THRESHOLD }, marksOf(reports))}

<sub>Half a second a point. The dashed line is the threshold.</sub>
`,
  )
}
