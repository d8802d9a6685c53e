import type { Outcome } from '../outcome.ts'
import type { News } from './people.ts'

/**
 * What the end of a run is to people. Everything that leaves a bad release, a doubt about what is served, or a tag that is
 * not where it should be is an incident; only what was deployed and proven as far as its environment is watched repairs
 * one. Who was refused has changed nothing and sees the run fail.
 */
export function newsOf({ decision, reason }: Pick<Outcome, 'decision' | 'reason'>): News | null {
  switch (decision) {
    case 'rolled-back':
    case 'held':
      return 'incident'
    case 'reported':
      return reason === 'paused' ? null : 'incident'
    case 'kept':
    case 'promoted':
      return reason === 'healthy' || reason === 'unwatched' || reason === 'drill-passed' ? 'repaired' : 'unproven'
    case 'stood-down':
    case 'refused':
    case 'no-op':
      return null
  }
}
