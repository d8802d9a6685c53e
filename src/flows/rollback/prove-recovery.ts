import type { Conclusion } from '../../analysis/verdict.ts'
import { settleAfterRollback } from '../../config/first-measurement.ts'
import { messageOf } from '../../message-of.ts'
import { settleOvertaken } from '../fence/settle-overtaken.ts'
import type { Outcome } from '../outcome.ts'
import type { MoveResult, RecentMove, TagLook } from '../ports.ts'
import { watch } from '../watch/watch.ts'
import { watchedMetrics } from '../watch/watched-metric.ts'
import { settleMove } from './move-tag-back.ts'
import type { RollbackEnd, RollbackOptions } from './rollback-end.ts'

/** Milliseconds. What else was deployed this long before is named when the rollback did not help. */
const RECENT = 6 * 3_600_000

/** Watches the metric once more after the redeploy. A rollback that does not help was aimed at the wrong cause. */
export async function proveRecovery(
  options: RollbackOptions,
  moved: Exclude<MoveResult, { kind: 'conflict' }>,
): Promise<RollbackEnd> {
  const { move, target, cause, settings, ports, diary } = options
  const watched = settings.watch
  const tag = moved.kind === 'moved' ? 'moved-back' : 'not-moved-back'
  // The cause goes last: it can end with the output of a deploy.
  const say = (rest: string, where: Outcome['tag'] = tag): string =>
    `${whereItIs(where, move.environment, target.release.version)}${rest}. ${cause.sentence}`
  if (!ports.sourcesFor || !watched || watched.verifyDuration === 0) {
    return finish(options, tag, say(''), null, [])
  }
  const duration = watched.verifyDuration
  ports.tell({ kind: 'phase', title: `Watch ${target.release.version} after the rollback` })
  const end = await watch({
    // What a canary and its baseline have both is not what it was left for.
    metrics: watchedMetrics(
      watched,
      ports.sourcesFor(target.release),
      { duration, minDuration: duration },
      options.beside,
    ),
    ...{
      settle: settleAfterRollback(watched.settle, duration),
      lag: watched.lag,
      interval: watched.interval,
      duration,
    },
    // How much this shorter watch can find out is no news: the one before was long enough or has said so.
    ...{ ref: move.ref, clock: ports.clock, repository: ports.repository, tell: ports.tell, warn: null },
    cancelled: ports.cancelled,
    ...(tag === 'not-moved-back' ? { late: target.release.object } : {}),
    expected: tag === 'moved-back' ? target.release.object : move.to.object,
    // An answer from before our own move is known as such by whoever looks.
    lagging: null,
  })
  if (end.kind === 'tag-moved') {
    const failed = await overtaken(options, end.look, `the watch of ${target.release.version} ended early`)
    return failed ?? finish(options, 'moved-by-another', say(''), null, [])
  }
  if (end.kind === 'cancelled') {
    return finish(options, tag, say('; whether that helped is not proven (the run was cancelled)'), null, [])
  }
  const recovery = { polls: end.polls, assessment: end.conclusion }
  if (end.conclusion.verdict !== 'regressed') diary.note('recovered')
  const recentMoves = end.conclusion.verdict === 'regressed' ? await otherMoves(options) : []
  const answer = await settleMove(options, moved)
  if (answer.kind === 'conflict') {
    const failed = await overtaken(options, { kind: 'at', object: answer.found }, 'it is not moved back')
    return failed ?? finish(options, 'moved-by-another', say(recoverySentence(end.conclusion)), recovery, recentMoves)
  }
  const ended = answer.kind === 'moved' ? 'moved-back' : tag
  return finish(options, ended, say(recoverySentence(end.conclusion), ended), recovery, recentMoves)
}

/** Somebody has moved the tag since; `null` when what it says now is seen to. */
async function overtaken(options: RollbackOptions, look: TagLook, then: string): Promise<RollbackEnd | null> {
  const { move, cause, diary } = options
  const found = look.kind === 'at' ? `moved to ${look.object.slice(0, 7)}` : 'deleted'
  const settled = await settleOvertaken(options, move)
  const said = `The tag was ${found} after the rollback: ${then}. ${settled.sentence}`
  diary.warn(said)
  return settled.kind === 'failed'
    ? {
        ...{ decision: 'held', reason: 'overtaken', tag: 'moved-by-another', recovery: null, recentMoves: [] },
        sentence: `${said}. ${cause.sentence}`,
      }
    : null
}

/** Service can be back although the tag is not: nobody must take the one for the other. */
const whereItIs = (tag: Outcome['tag'], environment: string, version: string): string =>
  tag === 'not-moved-back'
    ? `${version} is deployed in ${environment} again, but its tag could not be moved back`
    : `${environment} is back on ${version}`

const recoverySentence = (conclusion: Conclusion): string => {
  switch (conclusion.verdict) {
    case 'healthy':
      return ', and the error rate has recovered'
    case 'regressed':
      return `, but that did not help (${conclusion.sentence}): the deploy was not the cause`
    case 'inconclusive':
    case 'unavailable':
      return `; whether that helped is not proven (${conclusion.sentence})`
  }
}

function finish(
  { cause }: RollbackOptions,
  tag: Outcome['tag'],
  sentence: string,
  recovery: RollbackEnd['recovery'],
  recentMoves: RecentMove[],
): RollbackEnd {
  const common = { tag, sentence, recovery, recentMoves }
  if (tag === 'not-moved-back') return { ...common, decision: 'held', reason: 'move-refused' }
  const helped = recovery?.assessment.verdict !== 'regressed'
  return { ...common, decision: 'rolled-back', reason: helped ? cause.reason : 'not-the-deploy' }
}

async function otherMoves({ move, ports, diary }: RollbackOptions): Promise<RecentMove[]> {
  try {
    const moves = await ports.repository.recentMoves(ports.clock.now() - RECENT)
    return moves.filter(
      ({ component, environment }) => component !== move.component.id || environment !== move.environment,
    )
  } catch (error) {
    diary.warn(`What else was deployed lately could not be read: ${messageOf(error)}`)
    return []
  }
}
