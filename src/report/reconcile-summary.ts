import { countOf, isDrifted, type PlaceReport, type Reconciled } from '../flows/reconcile/reconciled.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { fenced } from './fenced.ts'
import { markdownTable } from './markdown-table.ts'

/** A summary holds 1 MiB; what agrees is only counted. */
const MOST_ROWS = 500

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
  const shown = rows.slice(0, MOST_ROWS)
  const steps = shown.filter(({ nextSteps }) => nextSteps.length > 0)
  const sections = [
    `## ${reconcileHeadline(reconciled)}`,
    reconciled.paused ? '> [!NOTE]\n> Tagback is paused: nothing was written.' : '',
    !reconciled.paused && reconciled.dryRun ? '> [!NOTE]\n> A dry run: nothing was written.' : '',
    shown.length > 0 ? tableOf(shown) : `Tag, ledger and what is served agree in all ${places.length} places.`,
    rows.length > shown.length ? `And ${rows.length - shown.length} more.` : '',
    ...(steps.length > 0 ? ['### Left to do', ...steps.map(stepsOf)] : []),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** The outcome in one line. */
export function reconcileHeadline(reconciled: Reconciled): string {
  const drifted = reconciled.places.filter(isDrifted).length
  if (drifted === 0) return `Reconcile: ${reconciled.places.length} places in sync`
  const counts = (['repaired', 'failed', 'left', 'found'] as const)
    .map((status) => ({ status, count: countOf(reconciled, status) }))
    .filter(({ count }) => count > 0)
  return `Reconcile: ${drifted} of ${reconciled.places.length} places drifted, ${counts.map(({ status, count }) => `${count} ${status}`).join(', ')}`
}

const tableOf = (places: readonly PlaceReport[]): string =>
  markdownTable(
    ['Component', 'Environment', 'Tag', 'Ledger', 'Served', 'Drift', '', 'What'].map((title) => ({ title })),
    places.map(({ component, environment, tag, ledger, served, drift, status, sentence, warnings, incident }) => [
      ...[component, environment, tag ?? '–', ledger ?? '–', served ?? '–', drift].map(escapeMarkdown),
      STATUS[status],
      `${escapeMarkdown([sentence, ...warnings].join('. '))}${incident ? ` ([incident](${incident}))` : ''}`,
    ]),
  )

const stepsOf = ({ component, environment, nextSteps }: PlaceReport): string =>
  `${escapeMarkdown(component)} in ${escapeMarkdown(environment)}:\n\n${fenced(nextSteps.join('\n'), 'bash')}`
