import { type Release, sameRelease } from '../tags/release.ts'
import type { DeployRecord } from './record.ts'
import { tagAfter } from './tag-after.ts'

/** A tag that went from one release to another without a record: by hand, by an event that GitHub did not send, by another tool. */
export type UnrecordedMove = {
  component: string
  environment: string
  from: Release | null
  /** `null`: the tag was deleted. */
  to: Release | null
  /** ISO 8601: the move was later than the first, and not later than the second. `null`: the beginning, now. */
  after: string | null
  before: string | null
}

/** What the tag was on later, as the record after it or the tag itself tells. */
export type Later = {
  release: Release | null
  at: string | null
  run: number | null
  kind: DeployRecord['kind'] | 'tag'
}

export const laterOf = ({ from, createdAt, run, kind }: DeployRecord): Later => ({
  ...{ release: from, at: createdAt, run: run.id, kind },
})

/** What must have happened between a record and what is known of the tag later; `null` when the two fit together. */
export function unrecordedMove(older: DeployRecord, later: Later): UnrecordedMove | null {
  // A rollback is written while its guard is still at work; a record without `from` follows a tag that was not there.
  if (later.run === older.run.id || (later.kind !== 'tag' && later.release === null)) return null
  // Within one second nobody knows which came first.
  if (later.at === older.createdAt) return null
  const expected = tagAfter(older)
  const { release } = later
  if (expected === null || (release !== null && expected.some((candidate) => sameRelease(candidate, release))))
    return null
  const { component, environment, createdAt } = older
  return { component, environment, from: expected[0] ?? null, to: release, after: createdAt, before: later.at }
}
