import type { RollbackStory } from '../ledger/rollback-story.ts'

const HEAD = '# Rollback log\n'

/**
 * Entries in the seven fields of agents-orchestration-system's `docs/operations/rollback-log.md`. What records cannot know, the
 * cause and what to do about it, is left to a person.
 */
function rollbackEntry(story: RollbackStory): string {
  const { component, environment, from, to } = story
  const name = plain(component.split('/').slice(-2).join('/'))
  return `${headingOf(story)}

- **Trigger**: ${triggerOf(story)}
- **Severity**: ${severityOf(story)}
- **Scope**: ${name} in ${plain(environment)} only, ${plain(from)} to ${plain(to)}
- **Rollback Time**: ${story.rollbackSeconds === null ? 'not finished' : spell(story.rollbackSeconds)}
- **Downtime**: ${story.downtimeSeconds === null ? 'not known' : `at most ${spell(story.downtimeSeconds)}`}
- **Root Cause**: to be written (${plain(story.run)})
- **Prevention**: to be written
`
}

/**
 * A log with those rollbacks added at the end that it does not have yet, the oldest first. Entries that are there stay as
 * people have edited them; they are known by their headings.
 */
export function addToRollbackLog(log: string, stories: readonly RollbackStory[]): { text: string; added: number } {
  const missing = lackingIn(log, stories).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const before = log.trim() === '' ? HEAD : log.replace(/\s*$/, '\n')
  return { text: [before, ...missing.map(rollbackEntry)].join('\n'), added: missing.length }
}

/** The rollbacks that a log has no heading of. */
export function lackingIn(log: string, stories: readonly RollbackStory[]): RollbackStory[] {
  const there = new Set(log.split(/\r?\n/).filter((line) => line.startsWith('### ')))
  return stories.filter((story) => !there.has(headingOf(story)))
}

/** `### 2026-11-20 09:30 - prompts/extraction in production Rollback`, in UTC. */
function headingOf({ at, component, environment }: RollbackStory): string {
  const time = new Date(at).toISOString().slice(0, 16).replace('T', ' ')
  return `### ${time} - ${plain(component.split('/').slice(-2).join('/'))} in ${plain(environment)} Rollback`
}

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

const triggerOf = ({ kind, reason, trigger }: RollbackStory): string =>
  kind === 'manual' ? plain(trigger) : [WHY[reason] ?? plain(reason), plain(trigger)].join(': ')

/** By what was measured: nearly everything failed, too much failed, the deploy failed or somebody decided, nobody could say. */
const severityOf = ({ reason, kind }: RollbackStory): string =>
  kind === 'manual' ? 'Medium' : (SEVERITIES[reason] ?? 'Medium')

/** `45 seconds`, `3 minutes`. */
function spell(seconds: number): string {
  const [count, unit] = seconds < 60 ? [Math.round(seconds), 'second'] : [Math.round(seconds / 60), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** One line that begins no heading, list or HTML of its own. */
const plain = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[<>`]/g, '')
