import type { RollbackStory } from '../ledger/rollback-story.ts'

/** What stands in a field until it is known. */
const UNKNOWN = { trigger: 'not known yet', severity: 'not known yet', time: 'not finished', downtime: 'not known' }

/**
 * One entry, in the seven fields of agents-orchestration-system's `docs/operations/rollback-log.md`. What records cannot know, the
 * cause and what to do about it, is left to a person. The comment, which no page shows, is what the entry is known by.
 */
export function rollbackEntry(story: RollbackStory): string {
  const { component, environment, from, to } = story
  const known = knownOf(story)
  return `${headingOf(story)}

- **Trigger**: ${known.Trigger}
- **Severity**: ${known.Severity}
- **Scope**: ${shortId(component)} in ${plain(environment)} only, ${plain(from)} to ${plain(to)}
- **Rollback Time**: ${known['Rollback Time']}
- **Downtime**: ${known.Downtime}
- **Root Cause**: to be written (${plain(story.run)})
- **Prevention**: to be written

${keyOf(story)}
`
}

/** `### 2026-11-20 09:30 - prompts/extraction in production Rollback`, in UTC. */
export function headingOf({ at, component, environment }: RollbackStory): string {
  const time = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  return `### ${time} - ${shortId(component)} in ${plain(environment)} Rollback`
}

export const keyOf = ({ id }: Pick<RollbackStory, 'id'>): string => `<!-- tagback: ${id.replace(/[^\w=+/-]/g, '')} -->`

/** An entry with what was not known when it was written. What anybody has written into it stays. */
export const finishEntry = (entry: string, story: RollbackStory): string =>
  Object.entries(knownOf(story)).reduce((text, [field, value]) => {
    const unknown = new RegExp(
      `^(- \\*\\*${field}\\*\\*: )(?:${[...new Set(Object.values(UNKNOWN))].join('|')})(?=\\r?$)`,
      'm',
    )
    return text.replace(unknown, (_, before: string) => `${before}${value}`)
  }, entry)

const knownOf = (story: RollbackStory): Record<'Trigger' | 'Severity' | 'Rollback Time' | 'Downtime', string> => ({
  Trigger: triggerOf(story) ?? UNKNOWN.trigger,
  Severity: severityOf(story) ?? UNKNOWN.severity,
  'Rollback Time': story.rollbackSeconds === null ? UNKNOWN.time : timeOf(story, story.rollbackSeconds),
  Downtime: story.downtimeSeconds === null ? UNKNOWN.downtime : `at most ${spell(story.downtimeSeconds)}`,
})

/** A rollback that came to nothing must not read like one that was done. */
const timeOf = ({ failed }: RollbackStory, seconds: number): string =>
  failed ? `${spell(seconds)}, and it ended as ${failed.decision} (${plain(failed.reason)})` : spell(seconds)

const WHY: Readonly<Record<string, string>> = {
  'above-threshold': 'Error rate above the threshold',
  outage: 'Nearly all requests failed',
  'not-the-deploy': 'Error rate above the threshold, also on the release before',
  'deploy-failed': 'Deploy failed',
  'deploy-timed-out': 'Deploy timed out',
  'not-served': 'Release not served',
  inconclusive: 'Too little to judge',
  unavailable: 'Metric source did not answer',
}

const SEVERITIES: Readonly<Record<string, string>> = {
  outage: 'Critical',
  'above-threshold': 'High',
  'not-the-deploy': 'High',
  inconclusive: 'Low',
  unavailable: 'Low',
}

function triggerOf({ kind, reason, trigger }: RollbackStory): string | null {
  if (kind === 'manual') return trigger && plain(trigger)
  const said = [reason && (WHY[reason] ?? plain(reason)), trigger && plain(trigger)].filter(Boolean)
  return said.length === 0 ? null : said.join(': ')
}

/** By what was measured: nearly everything failed, too much failed, the deploy failed or somebody decided, nobody could say. */
function severityOf({ reason, kind }: RollbackStory): string | null {
  if (kind === 'manual') return 'Medium'
  return reason && (SEVERITIES[reason] ?? 'Medium')
}

/** `45 seconds`, `3 minutes`. */
function spell(seconds: number): string {
  const [count, unit] = seconds < 60 ? [Math.round(seconds), 'second'] : [Math.round(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

const shortId = (component: string): string => plain(component.split('/').slice(-2).join('/'))

/** One line that begins no heading, list or HTML of its own. */
const plain = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[<>`]/g, '')
