import type { ComponentEnd, RestoreOutcome } from '../flows/restore/restore-outcome.ts'
import type { RestorePlan } from '../flows/restore/restore-plan.ts'
import type { Release } from '../tags/release.ts'
import { compareLink } from './change-links.ts'
import { endedSentence } from './ended-sentence.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'
import { fitSections } from './fit-sections.ts'
import { formatSeconds } from './format-seconds.ts'
import { huntSection } from './hunt-section.ts'
import { markdownTable } from './markdown-table.ts'
import { shownChange } from './shown-change.ts'

const ALERTS: Record<RestoreOutcome['decision'], 'CAUTION' | 'WARNING' | 'NOTE' | 'TIP'> = {
  restored: 'TIP',
  found: 'TIP',
  'not-found': 'CAUTION',
  'no-op': 'NOTE',
  planned: 'NOTE',
  refused: 'CAUTION',
  'stood-down': 'WARNING',
  'partly-restored': 'CAUTION',
  'put-back': 'CAUTION',
  held: 'CAUTION',
}

const HEADLINES: Record<RestoreOutcome['decision'], string> = {
  restored: 'restored',
  found: 'the first bad version is found',
  'not-found': 'the first bad version is not found',
  'no-op': 'nothing to do',
  planned: 'planned, nothing written',
  refused: 'refused, nothing changed',
  'stood-down': 'stood down, nothing changed',
  'partly-restored': 'partly restored',
  'put-back': 'put back as it was',
  held: 'needs a person',
}

/** Rows of each table; `result` holds all of them. */
const MOST_ROWS = 1_000
/** A summary has room for 1 MiB, other steps' included. */
const MOST_BYTES = 900_000

/** The outcome in one line. */
export const restoreHeadline = ({ decision, wish }: RestoreOutcome): string =>
  `Rollback${wish ? ` of ${wish.into}` : ''}: ${HEADLINES[decision]}`

/** The job summary, in GitHub's Markdown: what happened first, then the plan. `repositoryUrl` without a final slash. */
export function restoreSummary(outcome: RestoreOutcome, repositoryUrl: string): string {
  const { plan, components, warnings, nextSteps, backup, decision, reason, wish, hunt } = outcome
  const sections = [
    `## ${escapeMarkdown(restoreHeadline(outcome))}`,
    alert(outcome),
    wish && wish.why !== '' ? `Why: ${escapeMarkdown(wish.why)} (${escapeMarkdown(wish.actor)})` : '',
    titled('What is left to do', nextSteps.length > 0 ? fenced(nextSteps.join('\n'), 'bash') : ''),
    titled('What was found', hunt ? huntSection(hunt, repositoryUrl) : ''),
    titled('What was done', components.length > 0 ? doneTable(components) : ''),
    titled('Warnings', warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')),
    titled('What it changes', changesOf(outcome, repositoryUrl)),
    titled('Plan', plan && plan.steps.length > 0 ? planTable(plan, repositoryUrl) : ''),
    backup ? `What was there before is in the tag <code>${escapeMarkdown(backup)}</code>.` : '',
    told(outcome),
    `<sub>Decision <code>${decision}</code>, reason <code>${reason}</code></sub>`,
  ]
  return `${fitSections(
    sections.filter((section) => section !== ''),
    MOST_BYTES,
  ).join('\n\n')}\n`
}

function alert({ decision, sentence }: RestoreOutcome): string {
  const [first = '', ...rest] = sentence.split('\n')
  const said = `> [!${ALERTS[decision]}]\n> ${escapeMarkdown(endedSentence(first))}`
  return rest.length === 0 ? said : `${said}\n\n${fenced(rest.join('\n'), 'text')}`
}

const told = ({ incidents }: RestoreOutcome): string =>
  incidents.length === 0
    ? ''
    : `People are told in ${incidents.map(({ component, url }) => `[the issue of ${escapeMarkdown(component)}](${url})`).join(', ')}.`

const titled = (title: string, content: string): string => (content === '' ? '' : `### ${title}\n\n${content}`)

const ACTS = { move: 'move and deploy', deploy: 'deploy, the tag is there', nothing: 'nothing, it is there' } as const

function planTable({ steps }: RestorePlan, repositoryUrl: string): string {
  const name = (release: Release | null): string =>
    release
      ? `**${escapeMarkdown(release.version)}** ([${release.commit.slice(0, 7)}](${repositoryUrl}/commit/${release.commit}))`
      : 'nothing'
  const rows = steps
    .slice(0, MOST_ROWS)
    .map(({ component, from, to, act, because, recreate }) => [
      ...[escapeMarkdown(component.id), name(from), name(to)],
      from && from.commit !== to.commit ? `[compare](${compareLink(from, to, repositoryUrl)})` : '',
      `${ACTS[act]}${recreate ? '; its version tag is made again' : ''}`,
      escapeMarkdown(because),
    ])
  const head = ['Component', 'From', 'To', '', 'Do', 'Because'].map((title) => ({ title }))
  return `${markdownTable(head, rows)}${steps.length > MOST_ROWS ? `\n\n${steps.length - MOST_ROWS} more` : ''}`
}

/** In the files of each component; of several each is folded away. */
function changesOf({ changes }: RestoreOutcome, repositoryUrl: string): string {
  const shown = changes.map(({ component, from, to, change }) => ({
    title: `${escapeMarkdown(component)}, ${escapeMarkdown(from.version)} to ${escapeMarkdown(to.version)}`,
    content: shownChange(from, to, change, repositoryUrl),
  }))
  return shown
    .map(({ title, content }) =>
      shown.length === 1
        ? `${title}\n\n${content}`
        : `<details><summary>${title}</summary>\n\n${content}\n\n</details>`,
    )
    .join('\n\n')
}

const STATES: Record<ComponentEnd['state']['kind'], string> = {
  restored: 'deployed',
  there: 'was there',
  failed: '**failed**',
  skipped: '**not deployed**',
  'put-back': 'put back',
  'not-put-back': '**not put back**',
}

function stateOf(state: ComponentEnd['state']): string {
  const failed = state.kind === 'failed' ? state : 'because' in state ? state.because : null
  return failed ? `${STATES[state.kind]} (${failed.reason})` : STATES[state.kind]
}

function doneTable(components: readonly ComponentEnd[]): string {
  const rows = components
    .slice(0, MOST_ROWS)
    .map(({ step, state, assessment, took }) => [
      ...[escapeMarkdown(step.component.id), escapeMarkdown(step.to.version)],
      stateOf(state),
      assessment ? escapeMarkdown(`${assessment.verdict}: ${assessment.sentence}`) : 'not watched',
      took === null ? '' : formatSeconds(took / 1000),
    ])
  const head = [
    ...['Component', 'Release', 'Deploy', 'Watch'].map((title) => ({ title })),
    { title: 'Took', right: true },
  ]
  return markdownTable(head, rows)
}
