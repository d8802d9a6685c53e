import type { DeployRecord } from './record.ts'

/** One rollback, as its records tell it. Times in whole seconds, as GitHub keeps them. */
export type RollbackStory = {
  /** Node id of its record: two rollbacks may begin in the same second. */
  id: string
  /** ISO 8601: when the tag was moved back. */
  at: string
  component: string
  environment: string
  /** Versions. */
  from: string
  to: string
  /** Why, in one sentence; `null` as long as the record of the deploy that was left does not say. */
  trigger: string | null
  reason: string | null
  /** `automatic`: a guard left a bad release. `manual`: somebody put it back on purpose. */
  kind: 'automatic' | 'manual'
  actor: string
  run: string
  /** Seconds from the moved tag to the end of the proof that it helped; `null` while that is open. */
  rollbackSeconds: number | null
  /** Seconds from the beginning of the bad deploy to that end: service was impaired for no longer; `null` when not known. */
  downtimeSeconds: number | null
  /** How it ended when that is not that the release is there; else `null`. */
  failed: { decision: string; reason: string } | null
}

type Logged = DeployRecord & { sentence: string | null }

/**
 * The story of a rollback.
 *
 * @param back the record of the rollback, or of what was put back on purpose
 * @param guard the record of the deploy that was left, of the same run; `null` for what was put back on purpose, and where it was
 *   not read
 */
export function rollbackStory(back: Logged, guard: Logged | null): RollbackStory {
  const end = back.closed?.at ?? null
  const seconds = (start: string): number | null => (end === null ? null : (Date.parse(end) - Date.parse(start)) / 1000)
  const onPurpose = `put back on purpose by ${back.actor}`
  const stays = back.closed === null || ['kept', 'promoted'].includes(back.closed.decision)
  return {
    ...{ id: back.node, at: back.createdAt, component: back.component, environment: back.environment },
    ...{ from: back.from?.version ?? 'nothing', to: back.to.version, actor: back.actor, run: back.run.url },
    ...(back.kind === 'rollback'
      ? { trigger: guard?.sentence ?? null, reason: guard?.closed?.reason ?? null }
      : { trigger: back.why ? `${back.why} (${onPurpose})` : onPurpose, reason: null }),
    kind: back.kind === 'rollback' ? 'automatic' : 'manual',
    rollbackSeconds: seconds(back.createdAt),
    downtimeSeconds: guard ? seconds(guard.createdAt) : null,
    failed: stays ? null : back.closed,
  }
}
