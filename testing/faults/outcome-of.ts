import { speaks } from './check-stages.ts'
import type { History, StageEnd } from './history.ts'

/** How it all ended, in few words. Components that ended alike are named once. */
export const outcomesOf = (histories: readonly History[]): string => [...new Set(histories.map(outcomeOf))].join('; ')

/** What the guard said, or whoever finished for it. */
function outcomeOf({ events, end, versionOf }: History): string {
  const spoken = events.filter((event): event is StageEnd => event.kind === 'stage-ended' && speaks(event))
  const last = spoken.findLast(({ stage }) => stage !== 'reconcile')
  const finisher = spoken.find(({ stage }) => stage === 'reconcile')
  const agrees = end.served === versionOf[end.tag ?? '']
  const state = agrees ? end.served : `${end.served} served, tag ${versionOf[end.tag ?? ''] ?? 'gone'}`
  const who = last ?? finisher
  if (!who) return `nobody says (${state})`
  const by = who.stage === 'main' ? '' : `${who.stage}: `
  const why = who.reason === '' ? '' : ` (${who.reason})`
  return `${by}${who.decision}${why}${agrees ? '' : `, ${state}`}`
}
