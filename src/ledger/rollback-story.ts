import type { DeployRecord } from './record.ts'

/** One rollback, as its records tell it. Times in whole seconds, as GitHub keeps them. */
export type RollbackStory = {
  /** ISO 8601: when the tag was moved back. */
  at: string
  component: string
  environment: string
  /** Versions. */
  from: string
  to: string
  /** Why, in one sentence. */
  trigger: string
  reason: string
  /** `automatic`: a guard left a bad release. `manual`: somebody put it back on purpose. */
  kind: 'automatic' | 'manual'
  actor: string
  run: string
  /** Seconds from the moved tag to the end of the proof that it helped; `null` while that is open. */
  rollbackSeconds: number | null
  /** Seconds from the beginning of the bad deploy to that end: service was impaired for no longer; `null` when not known. */
  downtimeSeconds: number | null
}

type Logged = DeployRecord & { sentence: string | null }

/**
 * The story of a rollback.
 *
 * @param back the record of the rollback, or of what was put back on purpose
 * @param guard the record of the deploy that was left, of the same run; `null` for what was put back on purpose
 */
export function rollbackStory(back: Logged, guard: Logged | null): RollbackStory {
  const end = back.closed?.at ?? null
  const seconds = (start: string): number | null => (end === null ? null : (Date.parse(end) - Date.parse(start)) / 1000)
  return {
    ...{ at: back.createdAt, component: back.component, environment: back.environment },
    ...{ from: back.from?.version ?? 'nothing', to: back.to.version, actor: back.actor, run: back.run.url },
    trigger: guard?.sentence ?? back.sentence ?? `put back on purpose by ${back.actor}`,
    reason: guard?.closed?.reason ?? back.closed?.reason ?? 'open',
    kind: back.kind === 'rollback' ? 'automatic' : 'manual',
    rollbackSeconds: seconds(back.createdAt),
    downtimeSeconds: guard ? seconds(guard.createdAt) : null,
  }
}
