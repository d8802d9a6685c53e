import type { Clock, Repository, TagLook } from '../ports.ts'
import { LAG, READS } from '../replica-lag.ts'

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
    if (look.kind !== 'gone' || looks === READS) return look
    await clock.sleep(LAG, stopped)
  }
}
