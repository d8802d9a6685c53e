import type { Outcome } from '../flows/outcome.ts'
import type { Release } from '../tags/release.ts'
import { changeSection } from './change-section.ts'
import { costSection } from './cost-section.ts'
import { courseOf } from './course.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'
import { headline } from './headline.ts'
import { markdownTable } from './markdown-table.ts'
import { mermaidChart } from './mermaid-chart.ts'
import { nextStepsOf } from './next-steps.ts'
import { otherMetrics } from './other-metrics.ts'
import { pollTable } from './poll-table.ts'
import { textChart } from './text-chart.ts'
import { timelineTable } from './timeline-table.ts'

const ALERTS: Record<Outcome['decision'], 'CAUTION' | 'WARNING' | 'NOTE' | 'TIP'> = {
  kept: 'NOTE',
  promoted: 'NOTE',
  'rolled-back': 'CAUTION',
  held: 'CAUTION',
  refused: 'CAUTION',
  'stood-down': 'NOTE',
  reported: 'WARNING',
  'no-op': 'NOTE',
}

/** Leaves room for what separates the sections, and for what other steps of a job write. */
const MOST_BYTES = 900_000

/** The job summary, in GitHub's Markdown. `repositoryUrl` without a final slash. */
export function summaryOf(outcome: Outcome, repositoryUrl: string): string {
  const { recovery } = outcome
  const sections = [
    `## ${escapeMarkdown(headline(outcome))}`,
    alert(outcome),
    outcome.move ? moveTable(outcome, repositoryUrl) : '',
    titled('What is left to do', outcome.nextSteps.length > 0 ? fenced(outcome.nextSteps.join('\n'), 'bash') : ''),
    titled('What to do now', nextSection(outcome)),
    titled('Warnings', outcome.warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')),
    titled('What the rollback cost', costSection(outcome)),
    titled('Watch', watchSection(outcome)),
    titled('After the rollback', recovery ? pollTable(recovery.polls, recovery.assessment) : ''),
    titled('What changed', outcome.change ? changeSection(outcome.change) : ''),
    titled('What else moved lately', outcome.recentMoves.length > 0 ? recentTable(outcome) : ''),
    titled('Timeline', outcome.timeline.length > 2 ? timelineTable(outcome) : ''),
    `<sub>Decision <code>${outcome.decision}</code>, reason <code>${outcome.reason}</code></sub>`,
  ]
  return `${fitting(sections.filter((section) => section !== '')).join('\n\n')}\n`
}

/** GitHub shows no summary that is longer than 1 MiB: the longest sections give way to a line that says so. */
function fitting(sections: readonly string[]): string[] {
  const fit = [...sections]
  const sizes = fit.map((section) => Buffer.byteLength(section))
  while (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES) {
    const longest = sizes.indexOf(Math.max(...sizes))
    const title = /^#+ .*/.exec(fit[longest] ?? '')?.[0].slice(0, 200)
    fit[longest] = [...(title ? [title] : []), 'Too long to be shown here: see the log.'].join('\n\n')
    sizes[longest] = Buffer.byteLength(fit[longest])
  }
  return fit
}

/** The output of a deploy may follow the sentence, line by line. */
function alert({ decision, sentence }: Outcome): string {
  const [first = '', ...rest] = sentence.split('\n')
  const said = `> [!${ALERTS[decision]}]\n> ${escapeMarkdown(first)}${/[.:]$/.test(first) ? '' : '.'}`
  return rest.length === 0 ? said : `${said}\n\n${fenced(rest.join('\n'), 'text')}`
}

const titled = (title: string, content: string): string => (content === '' ? '' : `### ${title}\n\n${content}`)

function nextSection(outcome: Outcome): string {
  const { sentences, commands } = nextStepsOf(outcome)
  return [sentences.map(escapeMarkdown).join('\n\n'), commands.length > 0 ? fenced(commands.join('\n'), 'bash') : '']
    .filter((part) => part !== '')
    .join('\n\n')
}

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

function moveTable({ move, target }: Outcome, repositoryUrl: string): string {
  if (!move) return ''
  const { component, environment, from, to, actor } = move
  const name = (release: Release | null): string =>
    release
      ? `**${escapeMarkdown(release.version)}** ([${release.commit.slice(0, 7)}](${repositoryUrl}/commit/${release.commit}))`
      : 'nothing'
  const rows = [
    ['Environment', escapeMarkdown(environment)],
    ['Moved', `${name(from)} to ${name(to)} by ${escapeMarkdown(actor)}`],
    ...(target ? [['Goes back to', `${name(target.release)}: ${escapeMarkdown(target.sentence)}`]] : []),
    ...(from && from.commit !== to.commit
      ? [
          [
            'Changes',
            `[${from.commit.slice(0, 7)}...${to.commit.slice(0, 7)}](${repositoryUrl}/compare/${from.commit}...${to.commit})`,
          ],
        ]
      : []),
  ]
  return markdownTable([{ title: 'Component' }, { title: escapeMarkdown(component.id) }], rows)
}

const recentTable = ({ recentMoves }: Outcome): string =>
  markdownTable(
    [{ title: 'When' }, { title: 'Component' }, { title: 'Environment' }, { title: 'Moved' }, { title: 'By' }],
    recentMoves.map(({ at, component, environment, from, to, actor }) =>
      [at, component, environment, `${from ?? 'nothing'} to ${to}`, actor].map(escapeMarkdown),
    ),
  )
