import { decidedSince } from '../../ledger/decided-since.ts'
import { classifyPush } from '../../tags/classify-push.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { type Diary, openDiary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { tagSeen } from '../fence/tag-seen.ts'
import { configureMove } from '../guard/configure-move.ts'
import { leaveArming, unmoved } from '../guard/follow-move.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import { readMove } from '../guard/read-move.ts'
import { screenMove } from '../guard/screen-move.ts'
import type { Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { RepositoryState } from '../ports.ts'
import { leftTo } from '../rings/roll-back-rings.ts'
import { finishOpenRun } from './finish-open-run.ts'
import { finishScreened } from './finish-screened.ts'
import { openRunOf } from './open-run.ts'
import { guardOf, readOwn } from './read-own.ts'
import { isFinished, type RunState } from './run-state.ts'

/**
 * The post step: finishes what the main step of this job has left, once it has been cancelled or killed. Where the tag is
 * now and what the records on GitHub say decides; `left` tells only how far main had come. `cancelled` is to be aborted
 * when the time of the step is over: what does not fit stays open, and is said.
 *
 * @returns what each environment came to in which something was left to do; none as a rule, or one
 * @throws when GitHub cannot be asked
 */
export async function finishGuard(begun: GuardRequest, left: RunState): Promise<Outcome[]> {
  if (isFinished(left)) return []
  const pushed = classifyPush(begun.push, begun.tagPrefixes)
  if (pushed.kind !== 'move') return []
  const outcomes: Outcome[] = []
  const { goingBack = [] } = left
  for (const { environment, cause } of goingBack) {
    const atWork = (left.environment ?? pushed.environment) === environment
    const phase = atWork && left.phase !== 'done' ? left.phase : 'redeploying'
    const { request, moved } = placeOf(begun, pushed, environment)
    outcomes.push(await finishRing(request, moved, { phase, cause, ending: null, told: false }))
  }
  const { request, moved } = placeOf(begun, pushed, left.environment ?? pushed.environment)
  const own = goingBack.some(({ environment }) => environment === moved.environment)
  const last = own ? null : await finishPlace(request, moved, left)
  if (last) outcomes.push(last)
  else if (left.phase === 'arming' && left.environment) outcomes.push(await sayUnreached(begun, pushed, moved))
  return outcomes
}

/** Finishes the environment in which the run was at work. */
async function finishPlace(request: GuardRequest, moved: Moved, left: RunState): Promise<Outcome | null> {
  const { ports } = request
  const diary = openDiary(ports.clock, ports.tell)
  diary.note('started')
  if (left.phase === 'screened')
    return (await finishScreened(request, moved, left, diary)) ?? finishArming(request, moved, diary)
  const state = await readOwn(request, moved, left)
  const open = openRunOf(state.records, request.run.id)
  if (open) return sayLeft(await finishOpenRun(request, { ...moved, open, state, left }, diary))
  if (left.phase === 'done' || left.phase === 'closing') return tellEnd(request, moved, state, left, diary)
  return left.phase === 'arming' && !left.environment ? finishArming(request, moved, diary) : null
}

/** A ring that goes back with another: its own record is closed, because the release had passed there. */
async function finishRing(request: GuardRequest, moved: Moved, left: RunState): Promise<Outcome> {
  const diary = openDiary(request.ports.clock, request.ports.tell)
  diary.note('started')
  const state = await readOwn(request, moved, left)
  const guard = guardOf(request, moved, state)
  const other = decidedSince(state.records, request.run.id)
  if (other && left.cause) {
    const { component, environment } = moved
    const move = { component, environment, ref: request.push.ref, to: guard.to, from: guard.from, actor: guard.actor }
    return endWith(diary, { move, ...leftTo(left.cause, other) })
  }
  const rollbacks = state.records.filter(
    ({ kind, closed, run }) => kind === 'rollback' && closed === null && run.id === request.run.id,
  )
  return sayLeft(await finishOpenRun(request, { ...moved, open: { guard, rollbacks }, state, left }, diary))
}

/** Killed between one environment and the next: all is as it is to be, but somebody waits for the rest. */
async function sayUnreached(request: GuardRequest, pushed: Moved, { component, environment }: Moved): Promise<Outcome> {
  const { ports } = request
  const state = await readOwn(request, pushed, { phase: 'done', cause: null, ending: null, told: true })
  const { to, actor } = guardOf(request, pushed, state)
  const ref = `refs/tags/${component.id}/${environment}`
  ports.save({ phase: 'done' })
  const move = { component, environment, ref, to, from: null, actor }
  return endWith(openDiary(ports.clock, ports.tell), { move, ...unmoved(move) })
}

type Moved = ReturnType<typeof classifyPush> & { kind: 'move' }

/** Where the run was at work: the release goes on from the environment that was pushed to others. */
function placeOf(request: GuardRequest, pushed: Moved, environment: string) {
  if (environment === pushed.environment) return { request, moved: pushed }
  const ref = `refs/tags/${pushed.component.id}/${environment}`
  return { request: { ...request, push: { ...request.push, ref, before: ABSENT } }, moved: { ...pushed, environment } }
}

/** Killed before anything was recorded: only the tag can say something that is not so. */
async function finishArming(request: GuardRequest, moved: Moved, diary: Diary): Promise<Outcome | null> {
  const read = await readMove(request.push, moved.component, moved.environment, request.ports, request.run.id)
  if (read.kind === 'ended') return null
  const configured = configureMove(request, read.state.config, moved, diary)
  if (configured.kind === 'refused') return null
  const { context } = configured
  const screened = await screenMove(read, { ...context, paused: request.paused }, diary)
  const end = screened ?? (await leaveArming(context, read, diary))
  return tellOutcome(context, endWith(diary, { move: read.move, ...end }), diary)
}

/** All is done, on record and closed; main was killed before it could tell people. */
async function tellEnd(
  request: GuardRequest,
  { component, environment }: Moved,
  { tag, records, config }: RepositoryState,
  { ending, told }: RunState,
  diary: Diary,
): Promise<Outcome | null> {
  const record = records.find(({ kind, run }) => kind === 'guard' && run.id === request.run.id)
  const configured = configureMove(request, config, { component, environment }, diary)
  if (told || !ending || !record || configured.kind === 'refused') return null
  const { to, from, actor, target } = record
  const outcome = endWith(diary, {
    ...ending,
    move: { component, environment, ref: request.push.ref, to, from, actor },
    tag: tagSeen(tag?.id ?? null, to, target),
  })
  return tellOutcome(configured.context, outcome, diary)
}

const sayLeft = (outcome: Outcome): Outcome =>
  outcome.reason === 'unfinished'
    ? {
        ...outcome,
        sentence: `${outcome.sentence}. The time of the post step is over: run the job again, or let reconcile finish it`,
      }
    : outcome
