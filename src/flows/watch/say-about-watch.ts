import { outlookOf } from '../../analysis/outlook.ts'
import type { Watch } from '../../analysis/watch.ts'

/** What this watch cannot find out at the traffic that it sees, and what it would take; null as long as it can. */
export function sayImpossible({ metrics }: Watch): string | null {
  for (const { name, dryRun, judgement } of metrics) {
    const warning = dryRun ? null : (outlookOf(judgement)?.warning ?? null)
    if (warning !== null)
      return `This watch is short for its traffic: ${metrics.length > 1 ? `${name}: ` : ''}${warning}`
  }
  return null
}

/** What metrics that do not decide would have decided. */
export function sayDryRuns({ metrics }: Watch): string[] {
  return metrics
    .filter(({ dryRun, judgement }) => dryRun && judgement.assessment.verdict === 'regressed')
    .map(({ name, judgement }) => `${name} would have decided, but is dry-run: ${judgement.assessment.sentence}`)
}
