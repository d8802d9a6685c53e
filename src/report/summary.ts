import type { Outcome } from '../flows/outcome.ts'
import type { Release } from '../tags/release.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { headline } from './headline.ts'
import { markdownTable } from './markdown-table.ts'
import { pollTable } from './poll-table.ts'
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

/** The job summary, in GitHub's Markdown. `repositoryUrl` without a final slash. */
export function summaryOf(outcome: Outcome, repositoryUrl: string): string {
  const sections = [
    `## ${escapeMarkdown(headline(outcome))}`,
    `> [!${ALERTS[outcome.decision]}]\n> ${escapeMarkdown(outcome.sentence)}.`,
    outcome.move ? moveTable(outcome, repositoryUrl) : '',
    outcome.nextSteps.length > 0
      ? `### What is left to do\n\n\`\`\`bash\n${outcome.nextSteps.join('\n').replace(/```/g, '')}\n\`\`\``
      : '',
    outcome.warnings.length > 0
      ? `### Warnings\n\n${outcome.warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')}`
      : '',
    outcome.polls.length > 0 ? `### Watch\n\n${pollTable(outcome.polls, outcome.assessment)}` : '',
    outcome.recovery
      ? `### After the rollback\n\n${pollTable(outcome.recovery.polls, outcome.recovery.assessment)}`
      : '',
    outcome.recentMoves.length > 0 ? `### What else moved lately\n\n${recentTable(outcome)}` : '',
    outcome.timeline.length > 2 ? `### Timeline\n\n${timelineTable(outcome)}` : '',
    `<sub>Decision <code>${outcome.decision}</code>, reason <code>${outcome.reason}</code></sub>`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
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
