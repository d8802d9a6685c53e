import type { Ring } from '../../config/rings.ts'
import { pointable } from '../../ledger/choose-target.ts'
import { messageOf } from '../../message-of.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Outcome, RingReport } from '../outcome.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import { type EnteredRing, enterRing } from './enter-ring.ts'
import { isOnRelease } from './is-on-release.ts'
import type { PassedRing } from './passed-ring.ts'
import { endingRings, guarded, hasPassed, unguarded } from './ring-report.ts'
import type { RingsAhead } from './rings-ahead.ts'
import { rollBackRings } from './roll-back-rings.ts'

/** How far a release has come. */
type Course = {
  /** The guard that ended last. */
  last: Outcome
  earlier: Outcome[]
  reports: RingReport[]
  /** Where it was kept in this run and is known good: what comes after these is moved. */
  good: Set<string>
  passed: PassedRing[]
  nextSteps: string[]
  /** Why nothing more is moved, once that is so. */
  stopped: string | null
}

/**
 * Takes a release that has passed on to the environments behind, one after the other: the one that a canary is of, and
 * every ring. The first that does not keep it ends that; so does whoever moved a tag there since the run began.
 *
 * @param first what the guard of the pushed tag came to; it is the answer wherever nothing goes on
 */
export async function goOn(
  request: GuardRequest,
  context: GuardContext,
  read: FollowedMove,
  { ahead, first }: { ahead: RingsAhead; first: Outcome },
): Promise<Outcome> {
  const { move, state } = read
  if (ahead.rings.length === 0 || !hasPassed(first)) return first
  const course: Course = {
    ...{ last: first, earlier: [], nextSteps: [], stopped: null },
    reports: [guarded(move.environment, null, first)],
    good: new Set([move.environment]),
    passed: [{ context, move, target: first.target, repositoryId: state.repositoryId }],
  }
  for (const [index, ring] of ahead.rings.entries()) {
    const reached = { ring, seen: ahead.tags, rest: ahead.rings.slice(index + 1) }
    await reach(request, read, reached, course).catch((error) => unforeseen(error, ring, course))
  }
  const { last, earlier, reports, nextSteps } = course
  for (const report of reports) request.ports.tell({ kind: 'detail', text: describe(report) })
  const canary = context.settings.canary && earlier.includes(first) ? first : null
  return {
    ...last,
    ...{ earlier, rings: reports, nextSteps: [...last.nextSteps, ...nextSteps] },
    ...(canary ? { canary } : {}),
    sentence: nextSteps.length > 0 && last === first ? `${last.sentence}. ${leftToDo(reports)}` : last.sentence,
  }
}

type Reached = { ring: Ring; seen: RingsAhead['tags']; rest: readonly Ring[] }

async function reach(
  request: GuardRequest,
  read: FollowedMove,
  { ring, seen, rest }: Reached,
  course: Course,
): Promise<void> {
  const { move, versionTags } = read
  const { environment, from, go } = ring
  const not = (why: string) => void course.reports.push(unguarded(ring, why))
  const tag = seen.get(environment)
  if (request.ports.cancelled.aborted) course.stopped ??= 'Not reached: the run was cancelled'
  if (course.stopped !== null) return not(course.stopped)
  if (!course.good.has(from))
    return not(`Not reached: it comes after ${from}, which has not found ${move.to.version} good in this run`)
  if (!tag) return not('There is no tag: the first deploy is for a person to make')
  const to = { ...move.to, object: pointable(move.to, null, versionTags).object }
  if (go === 'manual') {
    if (await isOnRelease(request, to, { tag, read, environment })) return not(`Is on ${to.version} already`)
    course.nextSteps.push(moveBackCommand(`refs/tags/${move.component.id}/${environment}`, tag.object, to.object))
    return not('Left to a person: push its tag to go on')
  }
  const before = [...course.reports]
  const tell = (outcome: Outcome): Outcome => (isKept(outcome) ? outcome : endingRings(outcome, before, from, rest))
  const behind = course.passed.find((passed) => passed.move.environment === from)
  const canary = behind?.context.settings.canary?.of === environment ? behind : null
  const entered = await enterRing(request, { ring, to, move, seen: tag.object, tell, canary })
  if (entered.kind === 'ended') return took(entered, ring, course)
  if (entered.good) course.good.add(environment)
  not(`Is on ${to.version} already${entered.good ? ', and has found it good' : ', without having found it good'}`)
}

/** A guard of a ring has ended. */
async function took(
  entered: EnteredRing & { kind: 'ended' },
  { environment, from }: Ring,
  course: Course,
): Promise<void> {
  const { outcome, context, repositoryId } = entered
  course.earlier.push(course.last)
  course.last = outcome
  course.reports.push(guarded(environment, from, outcome))
  if (hasPassed(outcome) && context && repositoryId && outcome.move) {
    course.good.add(environment)
    course.passed.push({ context, move: outcome.move, target: outcome.target, repositoryId })
    return
  }
  // Kept without a verdict: whoever is not behind it goes on.
  if (isKept(outcome)) return
  course.stopped = `Not reached: ${outcome.move?.to.version} has not passed in ${environment}`
  const back = context ? await rollBackRings(context.settings, outcome, course.passed) : null
  if (back) wentBack(back, course)
}

/** The environments before went back with the one that failed, as far as they could. */
function wentBack(back: readonly Outcome[], course: Course): void {
  const { last } = course
  course.earlier.push(...back)
  course.nextSteps.push(...back.flatMap(({ nextSteps }) => nextSteps))
  course.reports = course.reports.map((report) => {
    const own = back.find(({ move }) => move?.environment === report.environment)
    return own ? guarded(report.environment, report.after, own) : report
  })
  const named = (of: (outcome: Outcome) => boolean) => back.filter(of).flatMap(({ move }) => move?.environment ?? [])
  const [gone, stays] = [named(isBack), named((outcome) => !isBack(outcome))]
  const said = [
    ...(gone.length > 0 ? [`${gone.join(' and ')} went back as well`] : []),
    ...(stays.length > 0 ? [`${stays.join(' and ')} did not, or not wholly: see there`] : []),
  ]
  course.last = { ...last, sentence: `${said.join(', ')}. ${last.sentence}` }
}

const isKept = ({ decision }: Outcome): boolean => decision === 'kept' || decision === 'promoted'

const isBack = ({ decision }: Outcome): boolean => decision === 'rolled-back'

/** An error of ours must not hide what was deployed before it. */
function unforeseen(error: unknown, ring: Ring, course: Course): void {
  const { environment } = ring
  const sentence = `Tagback failed in ${environment} (${messageOf(error)}): look at what is served and where the tag is`
  course.stopped = `Not reached: Tagback failed in ${environment}`
  course.reports.push({ ...unguarded(ring, sentence), decision: 'held', reason: 'internal-error' })
  course.last = {
    ...course.last,
    decision: 'held',
    reason: 'internal-error',
    sentence: `${sentence}. ${course.last.sentence}`,
  }
}

const leftToDo = (reports: readonly RingReport[]): string => {
  const left = reports
    .filter(({ sentence }) => sentence.startsWith('Left to a person'))
    .map(({ environment }) => environment)
  return `${left.join(' and ')} ${left.length === 1 ? 'is' : 'are'} left to a person: push the tag to go on`
}

const describe = ({ environment, decision, reason, sentence }: RingReport): string =>
  decision === null ? `${environment}: ${sentence}` : `${environment}: ${decision} (${reason})`
