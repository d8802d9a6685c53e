import { playCanary } from './canary/play-canary.ts'
import { playDrill } from './drill/play-drill.ts'
import { playRollback } from './rollback/play-rollback.ts'
import type { Show } from './theatre.ts'

/** What can be watched, by the word that chooses it. The first is played where none is chosen. */
export const SHOWS = {
  rollback: playRollback,
  canary: playCanary,
  drill: playDrill,
} satisfies Record<string, Show>
