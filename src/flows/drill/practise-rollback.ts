import { messageOf } from '../../message-of.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { type Diary, openDiary } from '../diary.ts'
import { deployAndVerify } from '../guard/deploy-and-verify.ts'
import { followMove } from '../guard/follow-move.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { DrillRequest } from './drill-request.ts'
import { type DrillPlan, drillStanding } from './read-drill.ts'

/**
 * Brings the drill environment to what is live in the one that is practised, then follows a move to the bad release as a
 * guard does. The tag is made here, and is whoever's that cleans up afterwards.
 */
export async function practiseRollback(
  request: DrillRequest,
  plan: DrillPlan,
  context: GuardContext,
  diary: Diary,
): Promise<GuardEnd> {
  const { component, environment, actor } = request
  const { good, bad, place, production } = plan
  const common = { component, environment, ref: place.ref, actor }
  const problem = await setUp(request, plan, context, { ...common, to: good, from: null })
  if (problem !== null) return { decision: 'held', reason: 'drill-failed', sentence: problem }
  const move: Move = { ...common, to: bad, from: good }
  diary.note('started')
  return followMove(
    context,
    {
      ...{ move, state: place.state, standing: drillStanding(plan), versionTags: production.versionTags },
      ...{ remarks: [], place: good.object },
    },
    diary,
  )
}

/** Why the release to go back to could not be brought there; null when it is. */
async function setUp(
  { component, environment, actor, practised }: DrillRequest,
  { place }: DrillPlan,
  context: GuardContext,
  move: Move,
): Promise<string | null> {
  const { ports, run } = context
  const { ref, to } = move
  const could = (what: string, why: string): string =>
    `${to.version}, which is live in ${practised}, could not be ${what} in ${environment}: ${why}`
  let record: number
  try {
    await ports.deployer.prepare([to])
    record = await ports.repository.openRecord(component, {
      ...{ kind: 'restore', component: component.id, environment, to, from: null, target: null, actor, run },
      why: `to be gone back to in a drill of ${practised}`,
    })
  } catch (error) {
    return could('prepared', messageOf(error))
  }
  const moved = await ports.repository.moveRefs(place.state.repositoryId, [{ ref, expected: ABSENT, to: to.object }])
  if (moved.kind !== 'moved')
    return could('tagged', moved.kind === 'conflict' ? 'somebody else has made the tag meanwhile' : moved.detail)
  const deployed = await deployAndVerify(context, move, openDiary(ports.clock, ports.tell))
  if (deployed.kind === 'cancelled') return could('deployed', 'the run was cancelled')
  if (deployed.kind === 'failed') return could('deployed', deployed.sentence)
  const sentence = `${to.version} is there to be gone back to`
  await ports.repository.closeRecord(record, { decision: 'kept', reason: 'unproven', sentence })
  return null
}
