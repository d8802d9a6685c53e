import { countOf, isDrifted, type PlaceReport, type Reconciled } from '../flows/reconcile/reconciled.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'
import { firstThatFit } from './first-that-fit.ts'
import { fitSections } from './fit-sections.ts'
import { markdownTable } from './markdown-table.ts'

/** A summary holds 1 MiB; what agrees is only counted. */
const MOST_ROWS = 500
/** Of the table; the commands that are left to do have the rest. Characters of three bytes are rare. */
const MOST_CHARACTERS = 400_000
const MOST_BYTES = 900_000
/** Characters of what happened in one place: it can end with the output of a deploy, which the log has. */
const LONGEST = 1_000

const STATUS: Record<PlaceReport['status'], string> = {
  'in-sync': 'in sync',
  repaired: 'repaired',
  failed: '**failed**',
  left: 'left',
  found: 'found',
}

/** The summary of a reconcile: what was found, and what was done. */
export function reconcileSummary(reconciled: Reconciled): string {
  const { places } = reconciled
  const rows = places.filter((place) => isDrifted(place) || place.status !== 'in-sync' || place.warnings.length > 0)
  const cells = rows.slice(0, MOST_ROWS).map(cellsOf)
  const fitting = firstThatFit(
    cells.map((row) => row.join('')),
    MOST_CHARACTERS,
  ).length
  const shown = rows.slice(0, fitting)
  const steps = shown.filter(({ nextSteps }) => nextSteps.length > 0)
  const sections = [
    `## ${reconcileHeadline(reconciled)}`,
    reconciled.paused ? '> [!NOTE]\n> Tagback is paused: nothing was written.' : '',
    !reconciled.paused && reconciled.dryRun ? '> [!NOTE]\n> A dry run: nothing was written.' : '',
    shown.length > 0
      ? tableOf(cells.slice(0, fitting))
      : `Tag, ledger and what is served agree in all ${places.length} places.`,
    rows.length > shown.length ? `And ${rows.length - shown.length} more.` : '',
    ...(steps.length > 0 ? ['### Left to do', ...steps.map(stepsOf)] : []),
  ]
  return `${fitSections(
    sections.filter((section) => section !== ''),
    MOST_BYTES,
  ).join('\n\n')}\n`
}

/** The outcome in one line. */
export function reconcileHeadline(reconciled: Reconciled): string {
  const drifted = reconciled.places.filter(isDrifted).length
  const inHand = reconciled.places.filter(({ drift }) => drift === 'in-hand').length
  const others = inHand > 0 ? `, ${inHand} left to another run` : ''
  if (drifted === 0) return `Reconcile: ${reconciled.places.length - inHand} places in sync${others}`
  const counts = (['repaired', 'failed', 'left', 'found'] as const)
    .map((status) => ({ status, count: countOf(reconciled, status) }))
    .filter(({ count }) => count > 0)
  return `Reconcile: ${drifted} of ${reconciled.places.length} places drifted, ${counts.map(({ status, count }) => `${count} ${status}`).join(', ')}`
}

const tableOf = (rows: readonly string[][]): string =>
  markdownTable(
    ['Component', 'Environment', 'Tag', 'Ledger', 'Served', 'Drift', '', 'What'].map((title) => ({ title })),
    rows,
  )

const cellsOf = (place: PlaceReport): string[] => {
  const { component, environment, tag, ledger, served, drift, status, sentence, warnings, incident } = place
  const what = [sentence, ...warnings].join('. ')
  return [
    ...[component, environment, tag ?? '–', ledger ?? '–', served ?? '–', drift].map(escapeMarkdown),
    STATUS[status],
    `${escapeMarkdown(what.length > LONGEST ? `${what.slice(0, LONGEST)}…` : what)}${incident ? ` ([incident](${incident}))` : ''}`,
  ]
}

const stepsOf = ({ component, environment, nextSteps }: PlaceReport): string =>
  `${escapeMarkdown(component)} in ${escapeMarkdown(environment)}:\n\n${fenced(nextSteps.join('\n'), 'bash')}`
