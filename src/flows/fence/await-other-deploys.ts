import type { DeployRecord } from '../../ledger/record.ts'
import { ABSENT } from '../../tags/git-object.ts'
import type { Diary } from '../diary.ts'
import { deadlineOf, FENCE_MARGIN } from '../finish/deadline-of.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { TagLook } from '../ports.ts'
import { awaitEnded, namesOf } from './await-ended.ts'
import { lookForMove } from './look-for-move.ts'
import { othersAtWork } from './other-deploys.ts'

/** Seconds between two looks at most. */
const LONGEST_WAIT = 10

/**
 * Waits until no other run may be deploying to the same place: the tag is protected by compare-and-swap, what a deploy
 * command does is not. A run whose tag was moved stands down within one poll and closes its record. Returns at once when
 * nobody is at work, when the tag is moved on, and when this run is cancelled; after `deploy-timeout` and a minute in
 * any case.
 *
 * @param ahead records that were opened before the one of this run; later ones wait for this run
 * @returns where the tag was moved on to, when that ended the wait
 */
export async function awaitOtherDeploys(
  { ports, settings, run }: GuardContext,
  move: Move,
  ahead: readonly DeployRecord[],
  diary: Diary,
): Promise<TagLook | null> {
  const { clock, repository } = ports
  const nodes = new Set(ahead.map(({ node }) => node))
  const atWork = (all: readonly DeployRecord[]) =>
    othersAtWork(
      all.filter(({ node }) => nodes.has(node)),
      { run: run.id, now: clock.now(), deadline: deadlineOf(settings) },
    )
  const limit = (settings.deploy.timeout + FENCE_MARGIN) * 1000
  const interval = Math.min(settings.watch?.interval ?? LONGEST_WAIT, LONGEST_WAIT) * 1000
  let moved: TagLook | null = null
  const look = async (): Promise<DeployRecord[]> => {
    moved = await lookForMove(ports, move)
    if (moved) return []
    const { component, environment, ref } = move
    return atWork((await repository.readState({ component, environment, ref, before: ABSENT })).records)
  }
  const left = await awaitEnded(ports, atWork(ahead), { limit, interval, look }, diary)
  if (left.length > 0)
    diary.warn(`${namesOf(left)} should have ended by now: ${move.to.version} is deployed all the same`)
  return moved
}
