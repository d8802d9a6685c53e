import type { Counted } from '../service/tally.ts'

/** `0.5%`; a dash where nothing was answered. */
export const showRate = (counted: Counted | null): string =>
  counted === null || counted.total === 0 ? '-' : `${((counted.failed / counted.total) * 100).toFixed(1)}%`

/** Below a second in milliseconds, which is what matters in a rollback. A dash for what did not happen. */
export const showMs = (ms: number | null): string =>
  ms === null ? '-' : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
