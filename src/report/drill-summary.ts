import type { DrillOutcome } from '../flows/drill/drill-request.ts'
import { type Breach, DRILL_PHASES, type DrillFigures, type DrillPhase } from '../ledger/drill-figures.ts'
import { type Band, bandOf, type DrillCheck } from '../ledger/grade-drill.ts'
import { alert } from './alert.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'
import { formatSeconds } from './format-seconds.ts'
import { headline } from './headline.ts'
import { markdownTable } from './markdown-table.ts'
import { releaseLink } from './release-link.ts'

const PHASES: Record<DrillPhase, string> = {
  arm: 'Read and arm',
  deploy: 'Deploy the bad release',
  detect: 'Detect the breach',
  'move-back': 'Move the tag back',
  redeploy: 'Deploy the release before',
  verify: 'Prove that it is served',
  recover: 'Watch the recovery',
}
/** The phases that time to rollback is made of. */
const COUNTED: readonly DrillPhase[] = ['detect', 'move-back', 'redeploy', 'verify']

const CHECKS: Record<DrillCheck['name'], string> = {
  'previous-version': 'The version to leave is there',
  'oldest-version': 'The oldest version is there',
  token: 'The token may push',
  'tag-rights': 'The tag can be moved back',
  webhook: 'People can be reached',
  untouched: 'The practised environment is untouched',
}
const STATES: Record<DrillCheck['state'], string> = { passed: 'yes', failed: '**no**', unknown: 'not known' }

const BANDS: Record<Band, string> = {
  fast: 'less than 5 minutes',
  fair: '5 to 30 minutes',
  slow: 'more than 30 minutes',
}
const BREACHES: Record<Breach, string> = {
  injected:
    'Detection was simulated: figures of a breach were put between the metric source and the judge. Whether the metric itself would show a bad release, only `fault-command` or `bad-version` can tell.',
  'fault-command': 'The breach was real, made by `fault-command`.',
  'bad-version': 'The breach was real: the version that was named as bad.',
}

/** The summary of a drill: how it ended, where the time went, what else was tried, and how earlier ones went. */
export function drillSummary(done: DrillOutcome, repositoryUrl: string): string {
  const { outcome, figures, checks, practised } = done
  const { move } = outcome
  const sections = [
    `## ${escapeMarkdown(headline(outcome))}`,
    alert(outcome),
    move?.from
      ? `Practised for ${escapeMarkdown(practised)}: from ${releaseLink(move.to, repositoryUrl)} back to ${releaseLink(move.from, repositoryUrl)}.`
      : '',
    outcome.incident ? `People were told in [${outcome.incident.split('/').at(-1)}](${outcome.incident}).` : '',
    outcome.nextSteps.length > 0 ? `### What is left to do\n\n${fenced(outcome.nextSteps.join('\n'), 'bash')}` : '',
    figures
      ? `### Where the time went\n\n${phaseTable(figures)}\n\n${budgetLine(figures)} ${BREACHES[figures.breach]}`
      : '',
    checks.length > 0 ? `### What else was tried\n\n${checkTable(checks)}` : '',
    figures ? `### Drills so far\n\n${trendTable(done, figures)}` : '',
    outcome.warnings.length > 0
      ? `### Warnings\n\n${outcome.warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')}`
      : '',
    `<sub>Decision <code>${outcome.decision}</code>, reason <code>${outcome.reason}</code></sub>`,
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

const took = (milliseconds: number | null | undefined): string =>
  milliseconds == null ? '–' : milliseconds === 0 ? '0 ms' : formatSeconds(milliseconds / 1000)

const phaseTable = ({ phases, timeToRollback }: DrillFigures): string =>
  markdownTable(
    [{ title: 'Phase' }, { title: 'Took', right: true }, { title: 'Counts' }],
    [
      ...DRILL_PHASES.filter((name) => phases[name] !== undefined).map((name) => [
        PHASES[name],
        took(phases[name]),
        COUNTED.includes(name) ? 'yes' : '',
      ]),
      ['**Time to rollback**', `**${took(timeToRollback)}**`, ''],
    ],
  )

function budgetLine({ timeToRollback, budget }: DrillFigures): string {
  if (timeToRollback === null) return `The budget is ${took(budget)}.`
  return `The budget is ${took(budget)}, of which ${Math.round((timeToRollback / budget) * 100)} % were used; teams are compared by bands, and this is ${BANDS[bandOf(timeToRollback)]}.`
}

const checkTable = (checks: readonly DrillCheck[]): string =>
  markdownTable(
    [{ title: 'What' }, { title: '' }, { title: 'Evidence' }],
    checks.map(({ name, state, detail }) => [CHECKS[name], STATES[state], escapeMarkdown(detail)]),
  )

const MOST_DRILLS = 12

/** This one first, then the earlier ones. */
function trendTable({ outcome, earlier }: DrillOutcome, figures: DrillFigures): string {
  const row = (at: string, reason: string, { timeToRollback, phases, breach }: DrillFigures): string[] => [
    ...[at, escapeMarkdown(reason), took(timeToRollback)],
    ...COUNTED.map((name) => took(phases[name])),
    breach,
  ]
  const before = earlier.flatMap(({ createdAt, closed, drill, run }) =>
    drill ? [row(`[${createdAt.slice(0, 10)}](${run.url})`, closed?.reason ?? 'not known', drill)] : [],
  )
  return markdownTable(
    [
      ...[{ title: 'When' }, { title: 'Ended' }, { title: 'Time to rollback', right: true }],
      ...['Detect', 'Move', 'Redeploy', 'Verify'].map((title) => ({ title, right: true })),
      { title: 'Breach' },
    ],
    [row('this one', outcome.reason, figures), ...before.slice(0, MOST_DRILLS)],
  )
}
