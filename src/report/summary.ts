import type { Outcome } from '../flows/outcome.ts'
import { alert } from './alert.ts'
import { changeSection } from './change-section.ts'
import { costSection } from './cost-section.ts'
import { courseOf } from './course.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'
import { fitSections } from './fit-sections.ts'
import { headline } from './headline.ts'
import { markdownTable } from './markdown-table.ts'
import { mermaidChart } from './mermaid-chart.ts'
import { moveTable } from './move-table.ts'
import { nextSection } from './next-section.ts'
import { otherMetrics } from './other-metrics.ts'
import { pollTable } from './poll-table.ts'
import { readinessTable } from './readiness-table.ts'
import { ringTable } from './ring-table.ts'
import { textChart } from './text-chart.ts'
import { timelineTable } from './timeline-table.ts'

/** GitHub shows no summary that is longer than 1 MiB: leaves room for what other steps of a job write. */
const MOST_BYTES = 900_000

/** The job summary, in GitHub's Markdown. `repositoryUrl` without a final slash. */
export function summaryOf(outcome: Outcome, repositoryUrl: string): string {
  const { recovery } = outcome
  // The checklist says the same of each item, and comes first then.
  const unready = outcome.reason === 'unready'
  const early = outcome.reason === 'out-of-order'
  const next = titled('What to do now', nextSection(outcome))
  const left = outcome.nextSteps.length > 0 ? fenced(outcome.nextSteps.join('\n'), 'bash') : ''
  const readiness = titled('Readiness', outcome.readiness ? readinessTable(outcome.readiness) : '')
  const sections = [
    `## ${escapeMarkdown(headline(outcome))}`,
    alert(unready ? { ...outcome, sentence: outcome.sentence.split('\n', 1)[0] ?? '' } : outcome),
    outcome.move ? moveTable(outcome, repositoryUrl) : '',
    outcome.incident ? `People were told in [issue ${outcome.incident.split('/').at(-1)}](${outcome.incident}).` : '',
    titled('Environments', outcome.rings ? ringTable(outcome.rings) : ''),
    unready ? readiness : '',
    ...(early ? [next, titled('To take the move back instead', left)] : [titled('What is left to do', left), next]),
    unready ? '' : readiness,
    titled('Warnings', outcome.warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')),
    titled('What the rollback cost', costSection(outcome)),
    titled('Watch', watchSection(outcome)),
    titled('After the rollback', recovery ? pollTable(recovery.polls, recovery.assessment) : ''),
    titled('What changed', outcome.change ? changeSection(outcome.change) : ''),
    titled('What else moved lately', outcome.recentMoves.length > 0 ? recentTable(outcome) : ''),
    titled('Timeline', outcome.timeline.length > 2 ? timelineTable(outcome) : ''),
    `<sub>Decision <code>${outcome.decision}</code>, reason <code>${outcome.reason}</code></sub>`,
  ]
  const earlier = (outcome.earlier ?? []).toReversed().map((guard) => summaryOf(guard, repositoryUrl))
  return `${fitSections(
    [...sections, ...earlier].filter((section) => section !== ''),
    MOST_BYTES,
  ).join('\n\n')}\n`
}

const titled = (title: string, content: string): string => (content === '' ? '' : `### ${title}\n\n${content}`)

function watchSection(outcome: Outcome): string {
  const { polls, assessment } = outcome
  if (polls.length === 0) return ''
  const course = courseOf(outcome)
  return [
    ...(course ? [mermaidChart(course), textChart(course)] : []),
    pollTable(polls, assessment),
    otherMetrics(polls),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const recentTable = ({ recentMoves }: Outcome): string =>
  markdownTable(
    [{ title: 'When' }, { title: 'Component' }, { title: 'Environment' }, { title: 'Moved' }, { title: 'By' }],
    recentMoves.map(({ at, component, environment, from, to, actor }) =>
      [at, component, environment, `${from ?? 'nothing'} to ${to}`, actor].map(escapeMarkdown),
    ),
  )
