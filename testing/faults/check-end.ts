import { speaks } from './check-stages.ts'
import type { EndRecord, History, StageEnd, Violation } from './history.ts'

/** Decisions with which a run fails, so that a person is called. */
const CALLS_A_PERSON = ['held', 'refused', 'rolled-back']

/** In the end what is served is what the tag says, and every record is closed, or somebody was told what is left. */
export function checkEnd(history: History): Violation[] {
  const { end, versionOf, bad } = history
  const wanted = versionOf[end.tag ?? ''] ?? 'nothing'
  const violations: Violation[] = []
  const told = end.openIncidents.length > 0 || failures(history).length > 0
  if (end.served !== wanted && !told) {
    const sentence = `${end.served} is served, the tag says ${wanted}, and nobody was told`
    violations.push({ rule: 'served-as-tagged', sentence })
  }
  if (end.served !== wanted && told && !names(history, [end.served, wanted]) && !didNothing(history)) {
    const sentence = `${end.served} is served and the tag says ${wanted}: a run failed, but names neither`
    violations.push({ rule: 'says-what-is-left', sentence })
  }
  // What is found to be served as tagged is recorded as found, and judged by nobody.
  const found = end.records.some(({ kind, version }) => kind === 'adoption' && version === end.served)
  if (bad.includes(end.served) && !told && !found) {
    violations.push({ rule: 'bad-left', sentence: `${end.served} is bad, is served, and nobody was told` })
  }
  const open = end.records.filter(({ state }) => state === null || state === 'in_progress')
  const newest = Math.max(...end.records.map(runNumber))
  for (const record of history.reconciled ? open : []) {
    const overtaken = runNumber(record) < newest
    const sentence = `${record.kind} ${record.version} of ${record.by} is still open after reconcile`
    violations.push({ rule: overtaken ? 'overtaken-records-closed' : 'records-closed', sentence })
  }
  const guards = end.records.filter(({ kind }) => kind === 'guard').map(({ by }) => by)
  const twice = guards.find((by, index) => guards.indexOf(by) !== index)
  if (twice !== undefined) violations.push({ rule: 'recorded-once', sentence: `${twice} has more than one record` })
  return violations
}

/** Runs that failed and said so after the last move: who failed before it knows nothing of it. */
function failures({ events }: History): StageEnd[] {
  const last = events.findLastIndex(({ kind }) => kind === 'moved')
  return events.filter(
    (event, index): event is StageEnd =>
      event.kind === 'stage-ended' &&
      index > last &&
      speaks(event) &&
      event.exitCode !== 0 &&
      (event.stage !== 'main' || CALLS_A_PERSON.includes(event.decision)),
  )
}

const names = (history: History, versions: readonly string[]): boolean =>
  [...failures(history).map(({ text }) => text), ...history.end.openIncidents].some((text) =>
    versions.some((version) => text.includes(version)),
  )

/** Who could not even read what moved cannot name it, and has said that it did nothing. */
const didNothing = (history: History): boolean =>
  failures(history).every(
    ({ by, decision }) =>
      decision === 'refused' && !history.events.some((event) => event.kind === 'deploy-began' && event.by === by),
  )

const runNumber = ({ by }: EndRecord): number => Number(/\d+/.exec(by)?.[0] ?? 0)
