import type { Clock, Repository, TagLook } from '../ports.ts'

/** Milliseconds between two looks at a tag that is not there. */
const LAG = 2_000
const LOOKS = 3

/**
 * Looks at a tag. One that was written a moment ago can be missing in a copy of GitHub's that lags: it is looked for again
 * before it is taken for deleted.
 */
export async function lookAtTag(
  { repository, clock }: { repository: Pick<Repository, 'lookAtTag'>; clock: Pick<Clock, 'sleep'> },
  ref: string,
  stopped?: AbortSignal,
): Promise<TagLook> {
  for (let looks = 1; ; looks++) {
    const look = await repository.lookAtTag(ref)
    if (look.kind !== 'gone' || looks === LOOKS) return look
    await clock.sleep(LAG, stopped)
  }
}
