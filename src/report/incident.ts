import type { Outcome } from '../flows/outcome.ts'
import type { News, WriteNews } from '../flows/people/people.ts'
import { recordEnvironment } from '../ledger/environment-name.ts'
import { alert } from './alert.ts'
import { changeSection } from './change-section.ts'
import { chatMessage } from './chat-message.ts'
import { courseOf } from './course.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'
import { fitSections } from './fit-sections.ts'
import { headline } from './headline.ts'
import { incidentChecklist } from './incident-checklist.ts'
import { mermaidChart } from './mermaid-chart.ts'
import { moveTable } from './move-table.ts'
import { nextStepsOf } from './next-steps.ts'
import { plainLine } from './plain-line.ts'
import { ringTable } from './ring-table.ts'
import { servedNow } from './served-now.ts'
import { textChart } from './text-chart.ts'
import { timelineTable } from './timeline-table.ts'

/** GitHub takes 65,536 characters, and 256 in a title. */
const MOST_BYTES = 60_000
const LONGEST_TITLE = 240

export type IncidentPlace = {
  /** Without a final slash. */
  repositoryUrl: string
  runUrl: string
  /** `@user` or `@org/team`. */
  owner: string | null
}

/** How people are told in issues. Nothing from outside the product can mention, link or close anything there. */
export const writeNews = (place: IncidentPlace): WriteNews => ({
  issue: (outcome) => ({
    title: plainLine(headline(outcome)).slice(0, LONGEST_TITLE),
    body: joined([...account(outcome, place), incidentChecklist(outcome, place.owner), FOOTNOTE]),
  }),
  comment: (outcome, news) => COMMENTS[news](outcome, place),
  message: (outcome, news, incident) => chatMessage(outcome, news, [incident?.url, place.runUrl]),
})

const COMMENTS: Record<News, (outcome: Outcome, place: IncidentPlace) => string> = {
  incident: (outcome, place) => joined([`### ${escapeMarkdown(headline(outcome))}`, ...account(outcome, place)]),
  repaired: (outcome, { runUrl }) =>
    joined([
      `### ${escapeMarkdown(headline(outcome))}`,
      `${escapeMarkdown(outcome.sentence)}. Closed by [this run](${runUrl}).`,
    ]),
  unproven: (outcome, { runUrl }) =>
    joined([
      `### ${escapeMarkdown(headline(outcome))}, without a verdict`,
      `${escapeMarkdown(outcome.sentence)}. Whether that repairs it is not known ([run](${runUrl})): close this issue when the service is well.`,
    ]),
}

/** What happened, what is served, what is left to do. */
function account(outcome: Outcome, { owner, repositoryUrl, runUrl }: IncidentPlace): string[] {
  const { move, change, timeline, decision, reason } = outcome
  const course = courseOf(outcome)
  const records = move ? encodeURIComponent(recordEnvironment(move.component, move.environment)) : ''
  return [
    alert(outcome),
    moveTable(outcome, repositoryUrl, [
      ['Served now', escapeMarkdown(servedNow(outcome))],
      ['Tag', TAGS[outcome.tag]],
      ['See', `[run](${runUrl}), [record](${repositoryUrl}/deployments/activity_log?environment=${records})`],
      ['Reason', `<code>${decision}</code> (<code>${reason}</code>)`],
    ]),
    owner ? `${owner}: please have a look.` : '',
    leftToDo(outcome),
    outcome.rings ? `### Environments\n\n${ringTable(outcome.rings)}` : '',
    folded('Watch', course ? `${mermaidChart(course)}\n\n${textChart(course)}` : ''),
    folded('Timeline', timeline.length > 2 ? timelineTable(outcome) : ''),
    folded('What changed', change ? changeSection(change) : ''),
  ]
}

const TAGS: Record<Outcome['tag'], string> = {
  'as-pushed': 'where it was pushed to',
  'moved-back': 'moved back',
  'moved-by-another': 'moved by somebody else',
  removed: 'removed: there is none any more',
  'not-moved-back': '**not moved back**: it names what is not to be served',
}

const FOOTNOTE =
  '<sub>What happens here next is added as comments. The run of a later release that passes its watch closes this issue.</sub>'

/** What the run could not do itself stands before what would be done next. */
function leftToDo(outcome: Outcome): string {
  const { sentences, commands } = nextStepsOf(outcome)
  const blocks = [outcome.nextSteps, commands].filter((lines) => lines.length > 0)
  const parts = [...sentences.map(escapeMarkdown), ...blocks.map((lines) => fenced(lines.join('\n'), 'bash'))]
  return parts.length === 0 ? '' : ['### What is left to do', ...parts].join('\n\n')
}

const folded = (title: string, content: string): string =>
  content === '' ? '' : `<details><summary>${title}</summary>\n\n${content}\n\n</details>`

const joined = (sections: readonly string[]): string =>
  fitSections(
    sections.filter((section) => section !== ''),
    MOST_BYTES,
  ).join('\n\n')
