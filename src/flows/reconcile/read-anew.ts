import { type Drift, type DriftFacts, decideDrift } from '../../ledger/decide-drift.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import type { Standing } from '../../ledger/standing.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { type FollowedMove, readMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { ReadPlace } from '../scope/read-scope.ts'

/** Who moved a tag is not known to whoever finds it. */
const UNKNOWN_ACTOR = 'somebody'

export type ReadAnew =
  /** `drift`: what is found with all records that a guard reads, which are more than were listed of all places. */
  | ({ kind: 'same'; drift: Drift } & FollowedMove)
  /** Meanwhile there is nothing to do here, or something else. `sentence` without a final full stop. */
  | { kind: 'changed'; sentence: string }

/**
 * Reads a place again right before something is done there, as the move that its guard should have followed: from what is
 * live by the ledger to what the tag means. What was found when all places were listed may be minutes old.
 */
export async function readAnew(
  { ports }: Pick<GuardContext, 'ports'>,
  { component, environment, ref, tag, standing }: ReadPlace,
  found: Drift,
  facts: Pick<DriftFacts, 'served' | 'pulls' | 'run' | 'monitorFor'>,
): Promise<ReadAnew> {
  const before = found.drift === 'served-differs' ? ABSENT : (standing.live?.object ?? ABSENT)
  const push = { ref, before, after: tag?.object ?? ABSENT, actor: UNKNOWN_ACTOR }
  const read = await readMove(push, component, environment, ports, null)
  if (read.kind === 'ended') return { kind: 'changed', sentence: read.sentence }
  const now = decideDrift({ ...facts, wanted: read.move.to, standing: read.standing })
  if ((now.drift === found.drift && now.act === found.act) || isKnownBetter(now, standing, read.standing))
    return { ...read, kind: 'same', drift: now }
  const sentence =
    now.drift === 'in-hand'
      ? `${now.record.run.url} has it in hand`
      : `Meanwhile another run has seen to it (${now.drift})`
  return { kind: 'changed', sentence }
}

/** Nobody has written anything since: an older record says what this tag object is. */
const isKnownBetter = (now: Drift, listed: Standing, anew: Standing): boolean =>
  now.act === 'follow' && listed.latest !== null && keyOf(listed.latest) === keyOf(anew.latest)

const keyOf = (record: DeployRecord | null): string => `${record?.node} ${record?.closed?.at}`
