import { classifyPush, type TagPush } from '../../tags/classify-push.ts'
import { sameRelease } from '../../tags/release.ts'
import { withBaseline } from '../canary/with-baseline.ts'
import { openDiary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { finishOpenRun } from '../finish/finish-open-run.ts'
import { handOver } from '../finish/hand-over.ts'
import { openRunOf } from '../finish/open-run.ts'
import { CANCELLED, untilCancelled } from '../finish/until-cancelled.ts'
import type { Move, Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import { goOn } from '../rings/go-on.ts'
import { endingRings } from '../rings/ring-report.ts'
import { ringsAhead } from '../rings/rings-ahead.ts'
import { configureMove } from './configure-move.ts'
import { followMove } from './follow-move.ts'
import type { GuardEnd } from './guard-end.ts'
import type { GuardRequest } from './guard-request.ts'
import { readMove } from './read-move.ts'
import { screenMove } from './screen-move.ts'

/**
 * Follows a moved environment tag: deploys what it names, watches it, and keeps it or moves the tag back.
 *
 * @throws only when GitHub cannot be asked what moved; nothing has been written then
 */
export async function guard(request: GuardRequest): Promise<Outcome> {
  const { push, ports } = request
  const diary = openDiary(ports.clock, ports.tell)
  diary.note('started')

  const pushed = classifyPush(push, request.tagPrefixes)
  if (pushed.kind === 'nothing-to-do') return endWith(diary, { ...pushed, decision: 'no-op' })
  if (pushed.kind === 'wrong') return endWith(diary, { ...pushed, decision: 'refused' })

  const { component, environment } = pushed
  ports.save({ phase: 'reading' })
  const read = await untilCancelled(ports.cancelled, readMove(push, component, environment, ports, request.run.id))
  if (read === CANCELLED) return endWith(diary, cancelledUnread(push))
  const begun = request.paused ? null : openRunOf(read.state.records, request.run.id)
  if (begun && (read.kind === 'ended' || begun.rollbacks.length > 0)) {
    return finishOpenRun(request, { ...pushed, open: begun, state: read.state, left: null }, diary)
  }
  if (read.kind === 'ended') return endWith(diary, read)
  const { move, state } = read
  ports.tell({ kind: 'phase', title: describeMove(move) })
  const configured = configureMove(request, state.config, move, diary)
  if (configured.kind === 'refused') return endWith(diary, { move, ...configured, decision: 'refused' })
  const { context } = configured
  if (configured.drill) {
    const sentence = `${environment} is there for drills: only the action drill deploys to it`
    return endWith(diary, { move, decision: 'no-op', reason: 'drill-environment', sentence })
  }
  for (const remark of read.remarks) diary.warn(remark)
  const screened = await screenMove(read, { ...context, paused: request.paused }, diary)
  if (begun && !screened) await handOver(context, component, begun.guard, diary)
  if (screened) return tellOutcome(context, endWith(diary, { move, ...screened }), diary)
  ports.save({ phase: 'arming' })
  const news = await withBaseline(context, read, diary)
  const ahead = await ringsAhead(ports, move, { configured: configured.rings, baseline: news.baseline }, diary)
  const end = await followMove(context, news, diary)
  const outcome = await tellOutcome(context, endingRings(endWith(diary, end), [], null, ahead.rings), diary)
  return goOn(request, context, news, { ahead, first: outcome })
}

const cancelledUnread = ({ ref, after }: TagPush): GuardEnd => ({
  ...{ decision: 'refused', reason: 'cancelled' },
  sentence: `Cancelled before it was known what moved: nothing was changed, and ${ref.slice('refs/tags/'.length)} stays where ${after.slice(0, 7)} put it. Run it again to deploy`,
})

/** A tag can be made anew on the version that it named, such as to try again after a run that was refused. */
const describeMove = ({ component, environment, from, to, actor }: Move): string =>
  from && sameRelease(from, to)
    ? `${component.id}: ${actor} set ${environment} to ${to.version} once more`
    : `${component.id}: ${actor} moved ${environment} from ${from?.version ?? 'nothing'} to ${to.version}`
