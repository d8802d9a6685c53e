import type { Outcome } from '../flows/outcome.ts'

/** The outcome in one line, for the head of a summary and the title of an annotation. */
export function headline({ decision, reason, move, target }: Outcome): string {
  const what = move ? `${move.component.type}/${move.component.name} in ${move.environment}` : 'Tag push'
  const version = move?.to.version ?? ''
  const drill = DRILLS[reason]
  if (drill) return `Drill of ${what}: ${drill}`
  switch (decision) {
    case 'kept':
      return `${what}: ${version} kept`
    case 'promoted':
      return `${what}: ${version} promoted`
    case 'rolled-back':
      return `${what}: rolled back from ${version} to ${target?.release.version ?? move?.from?.version ?? 'the release before'}`
    case 'held':
      return `${what}: ${version} needs a person`
    case 'reported':
      return `${what}: ${version} reported, nothing moved`
    case 'stood-down':
      return `${what}: stood down, the tag was moved`
    case 'refused':
      return `${what}: refused`
    case 'no-op':
      return `${what}: nothing to do`
  }
}

/** How the practice of a rollback ended. */
const DRILLS: Readonly<Record<string, string>> = {
  'drill-passed': 'passed',
  'drill-failed': 'failed',
  'over-budget': 'over budget',
  'drill-unclean': 'not cleaned up',
}
