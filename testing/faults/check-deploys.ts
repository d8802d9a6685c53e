import type { History, HistoryEvent, Violation } from './history.ts'

type Deploy = Extract<HistoryEvent, { kind: 'deploy-began' | 'deploy-ended' }>

/** After these nothing was deployed at all. */
const WITHOUT_DEPLOY = ['no-op', 'refused']
/** A stood-down run that never began. */
const NEVER_BEGAN = ['superseded', 'guarded-elsewhere']

/** Nothing is deployed twice for one move, nothing by a run that says that it did nothing, and never two at once. */
export function checkDeploys({ events, runs }: History): Violation[] {
  const violations: Violation[] = []
  const began = events.filter((event): event is Deploy => event.kind === 'deploy-began')
  for (const by of Object.keys(runs)) {
    const own = began.filter((deploy) => deploy.by === by)
    const moves = own.filter(({ reason }) => reason === 'move').map(({ version }) => version)
    const twice = moves.find((version, index) => moves.indexOf(version) !== index)
    if (twice !== undefined && runs[by]?.kind === 'guard')
      violations.push({ rule: 'deployed-once', sentence: `${by} deployed ${twice} twice for one move` })
    // A failed redeploy is tried once more; a step that finishes what another began does the same.
    const backs = own.filter(({ reason }) => reason === 'rollback').length
    if (backs > 4)
      violations.push({ rule: 'deployed-once', sentence: `${by} deployed ${backs} times for one rollback` })
    const said = events.filter((event) => event.kind === 'stage-ended' && event.by === by)
    const idle = said.find(
      (end) =>
        end.kind === 'stage-ended' &&
        end.stage === 'main' &&
        (WITHOUT_DEPLOY.includes(end.decision) || NEVER_BEGAN.includes(end.reason)),
    )
    if (idle?.kind === 'stage-ended' && own.length > 0) {
      const sentence = `${by} says ${idle.decision} (${idle.reason}), but deployed ${own[0]?.version}`
      violations.push({ rule: 'says-what-it-did', sentence })
    }
  }
  return [...violations, ...overlapping(events)]
}

function overlapping(events: readonly HistoryEvent[]): Violation[] {
  const violations: Violation[] = []
  const open = new Map<string, Deploy>()
  for (const event of events) {
    if (event.kind === 'stage-ended') open.delete(event.by)
    if (event.kind === 'deploy-ended') open.delete(event.by)
    if (event.kind !== 'deploy-began') continue
    const other = [...open.values()].find(({ by }) => by !== event.by)
    if (other) {
      const sentence = `${event.by} deployed ${event.version} while ${other.by} was deploying ${other.version}`
      violations.push({ rule: 'deploys-fenced', sentence })
    }
    open.set(event.by, event)
  }
  return violations
}
