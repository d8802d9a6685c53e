import type { Ending } from '../ledger/reasons.ts'
import { classifyPush, type TagPush } from '../tags/classify-push.ts'
import type { GuardEnd } from './deploy-and-judge.ts'
import { type Diary, openDiary } from './diary.ts'
import { followMove } from './follow-move.ts'
import type { BasePorts, Configure, GuardContext, RunIdentity } from './guard-ports.ts'
import type { Move, Outcome } from './outcome.ts'
import type { ConfigText } from './ports.ts'
import { readMove } from './read-move.ts'
import { screenMove } from './screen-move.ts'
import { tellPeople } from './tell-people.ts'

export type GuardRequest = {
  push: TagPush
  tagPrefixes: readonly string[]
  ports: BasePorts
  run: RunIdentity
  configure: Configure
  /** Nothing is moved or deployed, only said. */
  paused: boolean
}

/**
 * Follows a moved environment tag: deploys what it names, watches it, and keeps it or moves the tag back.
 *
 * @throws only when GitHub cannot be asked what moved; nothing has been written then
 */
export async function guard(request: GuardRequest): Promise<Outcome> {
  const { push, ports: base } = request
  const diary = openDiary(base.clock, base.tell)
  diary.note('started')

  const pushed = classifyPush(push, request.tagPrefixes)
  if (pushed.kind === 'nothing-to-do') return endWith(diary, { ...pushed, decision: 'no-op' })
  if (pushed.kind === 'wrong') return endWith(diary, { ...pushed, decision: 'refused' })

  const { component, environment } = pushed
  const read = await readMove(push, component, environment, base)
  if (read.kind === 'ended') return endWith(diary, read)
  const { move, state } = read
  base.tell({ kind: 'phase', title: describeMove(move) })
  const configured = request.configure(state.config, component, environment)
  if (configured.kind === 'problems') {
    return endWith(diary, { move, decision: 'refused', reason: 'bad-input', sentence: listed(configured.problems) })
  }
  if (state.config) base.tell({ kind: 'detail', text: describeConfig(state.config) })
  for (const remark of [...configured.remarks, ...read.remarks]) diary.warn(remark)
  const { settings } = configured
  const context: GuardContext = { settings, run: request.run, ports: { ...base, ...configured.ports } }
  const screened = await screenMove(read, { ...context, paused: request.paused }, diary)
  const end = screened ? { move, ...screened } : await followMove(context, read, diary)
  return told(context, endWith(diary, end), diary)
}

/** Bookkeeping: the last thing, when service, tag and record are what they will be. */
async function told({ settings, ports }: GuardContext, outcome: Outcome, diary: Diary): Promise<Outcome> {
  const incidents = settings.onRollback === 'issue' ? ports.repository.incidents : null
  return { ...outcome, incident: await tellPeople({ ...ports.people, incidents }, outcome, diary.warn) }
}

const describeMove = ({ component, environment, from, to, actor }: Move): string =>
  `${component.id}: ${actor} moved ${environment} from ${from?.version ?? 'nothing'} to ${to.version}`

/** A job has 1 MB for all its outputs; whoever has mended so many sees the others in the next run. */
const MOST_PROBLEMS = 50
const LONGEST_PROBLEM = 500

function listed(problems: readonly string[]): string {
  const more = problems.length - MOST_PROBLEMS
  return [
    ...problems
      .slice(0, MOST_PROBLEMS)
      .map((text) => (text.length > LONGEST_PROBLEM ? `${text.slice(0, LONGEST_PROBLEM)}…` : text)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n')
}

const describeConfig = ({ file, commit }: ConfigText): string => `Configuration: ${file} of ${commit.slice(0, 7)}`

function endWith(diary: Diary, end: GuardEnd): Outcome {
  diary.note('ended')
  const { decision, reason, sentence } = end
  return {
    // Taken apart, the two are no longer known to belong together.
    ...({ decision, reason } as Ending),
    sentence,
    move: end.move ?? null,
    target: end.target ?? null,
    warnings: diary.warnings,
    metric: end.metric ?? null,
    polls: end.polls ?? [],
    assessment: end.assessment ?? null,
    decidedBy: end.decidedBy ?? null,
    recovery: end.recovery ?? null,
    tag: end.tag ?? 'as-pushed',
    timeline: diary.timeline,
    nextSteps: [...diary.nextSteps, ...(end.nextSteps ?? [])],
    recentMoves: end.recentMoves ?? [],
    change: end.change ?? null,
  }
}
