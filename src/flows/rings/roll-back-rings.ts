import type { Settings } from '../../config/settings.ts'
import { decidedSince } from '../../ledger/decided-since.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { isJudgedBad } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import { type Diary, openDiary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import type { GoingBack } from '../finish/run-state.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { MoveResult } from '../ports.ts'
import { deployBack } from '../rollback/deploy-back.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { RollbackCause } from '../rollback/rollback-cause.ts'
import type { RollbackOptions } from '../rollback/rollback-end.ts'
import { openRollbackRecord } from '../rollback/rollback-record.ts'
import type { PassedRing } from './passed-ring.ts'

/**
 * Where the settings of the ring that failed say so, everything that kept the release in this run goes back to what it would
 * have gone back to itself: all tags by one update, then the deploys, each proven. The release was well there, so that
 * nothing is deployed under a tag that GitHub does not move.
 *
 * @returns what became of each; `null` when they stay as they are
 */
export async function rollBackRings(
  { ring }: Settings,
  failed: Outcome,
  passed: readonly PassedRing[],
): Promise<Outcome[] | null> {
  // When going back did not help, the release was not the cause; in observe mode nothing is moved.
  if (ring?.onFailure !== 'roll-back-all' || !isJudgedBad(failed) || failed.decision === 'reported') return null
  const ends = new Map<PassedRing, Outcome>()
  const end = async (entry: PassedRing, diary: Diary, said: GuardEnd): Promise<void> => {
    const outcome = endWith(diary, { move: entry.move, target: entry.target, ...said })
    ends.set(entry, await tellOutcome(entry.context, outcome, diary))
  }
  const onTheWay = (entries: readonly PassedRing[]): readonly GoingBack[] =>
    entries.map((entry) => ({ environment: entry.move.environment, cause: causeOf(entry, failed) }))
  const save = passed[0]?.context.ports.save
  save?.({ goingBack: onTheWay(passed.filter(({ target }) => target)) })
  const going: Going[] = []
  for (const entry of passed) {
    const diary = openDiary(entry.context.ports.clock, entry.context.ports.tell)
    diary.note('started')
    const { context, target } = entry
    const other = await askSince(entry, diary)
    if (other) await end(entry, diary, leftTo(causeOf(entry, failed), other))
    else if (!target) await end(entry, diary, nothingToGoBackTo(entry))
    else going.push({ entry, options: { ...context, ...entry, target, cause: causeOf(entry, failed), diary } })
  }
  const { moved, left } = await moveAll(going)
  save?.({ goingBack: onTheWay(moved.map(({ entry }) => entry)) })
  const records = await Promise.all(moved.map(({ options }) => openRollbackRecord(options)))
  for (const { entry, options, result } of left) await end(entry, options.diary, unmoved(options, result))
  const waiting = new Set(moved)
  for (const [index, ring] of moved.entries()) {
    const { entry, options } = ring
    const { cause, move, ports, diary } = options
    ports.save({ phase: 'redeploying', environment: move.environment, cause, ending: null, told: false })
    const opened = { ...options, opened: records[index] ?? [] }
    const moving = Promise.resolve({ kind: 'moved' as const, via: 'graphql' as const })
    const said = await deployBack(opened, { moving, known: true })
    await end(entry, diary, said)
    // What a cancelled run has not finished is the post step's.
    if (said.reason === 'unfinished') continue
    waiting.delete(ring)
    ports.save({ phase: 'done', goingBack: onTheWay([...waiting].map(({ entry }) => entry)) })
  }
  return passed.flatMap((entry) => ends.get(entry) ?? [])
}

/** Somebody else may have decided there since. */
async function askSince({ context, move }: PassedRing, diary: Diary): Promise<DeployRecord | null> {
  const { ports, run } = context
  try {
    return decidedSince(await ports.repository.readRecords(move.component, move.environment), run.id)
  } catch (error) {
    diary.warn(`Whether another run has been in ${move.environment} since could not be asked: ${messageOf(error)}`)
    return null
  }
}

/** What a ring comes to that would go back for this cause, but which another run has moved since. */
export const leftTo = ({ sentence }: RollbackCause, { to, run, environment }: DeployRecord): GuardEnd => ({
  ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
  sentence: `${sentence}, but ${run.url} has moved ${environment} to ${to.version} since: the later move counts`,
})

type Going = { entry: PassedRing; options: RollbackOptions }
type Left = Going & { result: Exclude<MoveResult, { kind: 'moved' }> }

const causeOf = ({ move }: PassedRing, failed: Outcome): RollbackOptions['cause'] => ({
  reason: 'ring-failed',
  sentence: `${move.to.version} had passed in ${move.environment}, and was judged bad in ${failed.move?.environment}, which comes behind it`,
})

/** One update for all. Where somebody has moved one of the tags, that one is left to them, and the others are moved. */
async function moveAll(going: readonly Going[]): Promise<{ moved: Going[]; left: Left[] }> {
  const left: Left[] = []
  for (let moving = [...going]; ; ) {
    const [first] = moving
    if (!first) return { moved: [], left }
    const { ports, repositoryId } = first.options
    ports.tell({ kind: 'phase', title: `Roll back ${moving.map(nameOf).join(' and ')} as well (ring-failed)` })
    const moves = moving.map(({ options: { move, target } }) => ({
      ...{ ref: move.ref, expected: move.to.object },
      to: target.release.object,
    }))
    const result = await ports.repository.moveRefs(repositoryId, moves)
    if (result.kind === 'moved') {
      for (const { options } of moving) {
        options.diary.note('tag-moved-back')
        const text = `Tag of ${options.move.environment} moved back to ${options.target.release.version}`
        ports.tell({ kind: 'detail', text })
      }
      return { moved: moving, left }
    }
    const named = moving.filter(({ options }) => result.kind === 'conflict' && options.move.ref === result.ref)
    const out = named.length > 0 ? named : moving
    left.push(...out.map((entry) => ({ ...entry, result })))
    moving = moving.filter((entry) => !out.includes(entry))
  }
}

const nameOf = ({ options }: Going): string => options.move.environment

function unmoved({ move, target, cause }: RollbackOptions, result: Left['result']): GuardEnd {
  const { environment, to, ref } = move
  if (result.kind === 'conflict') {
    return {
      ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
      sentence: `${cause.sentence}, but the tag of ${environment} was moved by somebody else meanwhile: the later move counts`,
    }
  }
  return {
    ...{ decision: 'held', reason: 'move-refused', tag: 'not-moved-back' },
    sentence: `${cause.sentence}. The tag of ${environment} could not be moved back, and ${to.version} stays there: ${result.detail}`,
    nextSteps: [moveBackCommand(ref, to.object, target.release.object)],
  }
}

const nothingToGoBackTo = ({ move: { to, environment } }: PassedRing): GuardEnd => ({
  ...{ decision: 'held', reason: 'no-target' },
  sentence: `${to.version} was judged bad in an environment behind, but nothing is known that ${environment} could go back to: it stays`,
})
