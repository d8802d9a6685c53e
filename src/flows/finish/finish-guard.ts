import { classifyPush } from '../../tags/classify-push.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { type Diary, openDiary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { tagSeen } from '../fence/tag-seen.ts'
import { configureMove } from '../guard/configure-move.ts'
import { leaveArming } from '../guard/follow-move.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import { readMove } from '../guard/read-move.ts'
import { screenMove } from '../guard/screen-move.ts'
import type { Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { RepositoryState } from '../ports.ts'
import { LAG, READS } from '../replica-lag.ts'
import { finishOpenRun } from './finish-open-run.ts'
import { openRunOf } from './open-run.ts'
import { isFinished, type RunState } from './run-state.ts'

/**
 * The post step: finishes what the main step of this job has left, once it has been cancelled or killed. Where the tag is
 * now and what the records on GitHub say decides; `left` tells only how far main had come. `cancelled` is to be aborted
 * when the time of the step is over: what does not fit stays open, and is said.
 *
 * @returns null when nothing is left to do
 * @throws when GitHub cannot be asked
 */
export async function finishGuard(begun: GuardRequest, left: RunState): Promise<Outcome | null> {
  const { ports, tagPrefixes } = begun
  if (isFinished(left)) return null
  const pushed = classifyPush(begun.push, tagPrefixes)
  if (pushed.kind !== 'move') return null
  const { request, moved } = left.environment
    ? promotionOf(begun, pushed, left.environment)
    : { request: begun, moved: pushed }
  const diary = openDiary(ports.clock, ports.tell)
  diary.note('started')
  const state = await readOwn(request, moved, left)
  const open = openRunOf(state.records, request.run.id)
  if (open) return sayLeft(await finishOpenRun(request, { ...moved, open, state, left }, diary))
  if (left.phase === 'done' || left.phase === 'closing') return tellEnd(request, moved, state, left, diary)
  const end = left.phase === 'arming' && !left.environment ? await finishArming(request, moved, diary) : null
  ports.save({ phase: 'done' })
  return end && endWith(diary, end)
}

type Moved = ReturnType<typeof classifyPush> & { kind: 'move' }

/** The canary had passed: what is unfinished is the environment that it went on to. */
function promotionOf(request: GuardRequest, pushed: Moved, environment: string) {
  const ref = `refs/tags/${pushed.component.id}/${environment}`
  return { request: { ...request, push: { ...request.push, ref, before: ABSENT } }, moved: { ...pushed, environment } }
}

/** GitHub's copies may lag behind what main has written a moment ago: a record that must be there is looked for again. */
async function readOwn({ ports, push, run }: GuardRequest, { component, environment }: Moved, left: RunState) {
  for (let reads = 1; ; reads++) {
    const state = await ports.repository.readState({ component, environment, ref: push.ref, before: push.before })
    const seen = state.records.some((record) => record.run.id === run.id && record.run.attempt === run.attempt)
    if (seen || left.phase === 'arming' || left.ending?.decision === 'refused') return state
    if (reads === READS) throw new Error('GitHub does not show the record that the run has written')
    await ports.clock.sleep(LAG, ports.cancelled)
  }
}

/** Killed before anything was recorded: only the tag can say something that is not so. */
async function finishArming(request: GuardRequest, moved: Moved, diary: Diary): Promise<GuardEnd | null> {
  const read = await readMove(request.push, moved.component, moved.environment, request.ports)
  if (read.kind === 'ended') return null
  const configured = configureMove(request, read.state.config, moved, diary)
  if (configured.kind === 'refused') return null
  const screened = await screenMove(read, { ...configured.context, paused: request.paused }, diary)
  if (screened) return { move: read.move, ...screened }
  return { move: read.move, ...(await leaveArming(configured.context, read, diary)) }
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
