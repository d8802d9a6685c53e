import { listProblems } from '../../config/list-problems.ts'
import type { RestoreEnding } from '../../ledger/restore-reasons.ts'
import { type Diary, openDiary } from '../diary.ts'
import { CANCELLED, untilCancelled } from '../finish/until-cancelled.ts'
import type { RunIdentity } from '../guard-ports.ts'
import { tellRestored } from '../people/tell-restored.ts'
import { backUpAndAct, type RestoreEnd } from './back-up-and-act.ts'
import { concludeRestore } from './conclude-restore.ts'
import { describeSteps } from './describe-steps.ts'
import { type PreparedStep, prepareRestore } from './prepare-restore.ts'
import { type ReadRestore, readRestore } from './read-restore.ts'
import type { RestoreOutcome } from './restore-outcome.ts'
import type { RestorePorts } from './restore-ports.ts'
import type { RestoreWish } from './restore-wish.ts'
import { sayPlan } from './say-plan.ts'

export type RestoreRequest = {
  wish: RestoreWish
  tagPrefixes: readonly string[]
  /** `OWNER/NAME` */
  repository: string
  ports: RestorePorts
  run: RunIdentity
  /** Nothing is moved or deployed, only said. */
  paused: boolean
  /** How many backups are kept; `null`: none is made. */
  backups: number | null
  /** Nobody is told how it ended: it is a part of something else. */
  quiet?: boolean
}

/**
 * Puts components of an environment into another state: plans, proves that all of it can be done, moves all tags at once, deploys,
 * verifies. Nothing is written until the whole plan is valid.
 *
 * @throws only when GitHub cannot be asked; nothing has been written then
 */
export async function restore(request: RestoreRequest): Promise<RestoreOutcome> {
  const { wish, ports, tagPrefixes, run, repository } = request
  const diary = openDiary(ports.clock, ports.tell)
  const read = await readRestore(ports.reader, wish, { prefixes: tagPrefixes, run, repository })
  const end = await follow(request, read, diary)
  const { decision, reason, sentence } = end
  return {
    // Taken apart, the two are no longer known to belong together.
    ...({ decision, reason } as RestoreEnding),
    ...{
      sentence: fitting(sentence),
      wish,
      plan: end.plan ?? null,
      components: end.components ?? [],
      changes: end.changes ?? [],
      backup: end.backup ?? null,
      incidents: end.incidents ?? [],
    },
    ...{ warnings: diary.warnings, nextSteps: diary.nextSteps },
  }
}

/** Outputs and annotations have little room; whoever has mended so much sees the rest in the next run. */
const MOST_LINES = 50

function fitting(sentence: string): string {
  const lines = sentence.split('\n')
  const more = lines.length - MOST_LINES
  return more > 0 ? [...lines.slice(0, MOST_LINES), `and ${more} more lines`].join('\n') : sentence
}

async function follow(request: RestoreRequest, read: ReadRestore, diary: Diary): Promise<RestoreEnd> {
  const { ports, run, wish } = request
  if (read.kind === 'problems')
    return { decision: 'refused', reason: 'bad-input', sentence: listProblems(read.problems) }
  const { plan } = read
  ports.tell({ kind: 'phase', title: sayPlan.title(wish, plan) })
  for (const line of sayPlan.lines(plan)) ports.tell({ kind: 'detail', text: line })
  for (const remark of plan.remarks) diary.warn(remark)
  if (plan.problems.length > 0) {
    return { decision: 'refused', reason: 'not-possible', sentence: listProblems(plan.problems), plan }
  }
  const toDo = plan.steps.filter(({ act }) => act !== 'nothing')
  if (toDo.length === 0) {
    const sentence = `Nothing to do: ${wish.into} is in the wished state already`
    return { decision: 'no-op', reason: 'same-release', sentence, plan }
  }
  const given = { ports, run, actor: wish.actor, tokenActor: read.tokenActor, config: read.config }
  const prepared = await prepareRestore(toDo, given, diary)
  if (prepared.kind === 'refused') return { ...prepared, decision: 'refused', plan }
  const describe = async () => {
    const changes = request.quiet ? [] : await untilCancelled(ports.cancelled, describeSteps(prepared.steps))
    return changes === CANCELLED ? [] : changes
  }
  if (wish.dryRun || request.paused) {
    const paused = wish.dryRun
      ? ''
      : ', but Tagback is paused: take away the repository variable TAGBACK_PAUSED to do it'
    const sentence = `${sayPlan.counted(plan)} in ${wish.into}: the plan is valid${paused}. Nothing was written`
    return {
      decision: 'planned',
      reason: wish.dryRun ? 'dry-run' : 'paused',
      sentence,
      plan,
      changes: await describe(),
    }
  }
  const end = await act(request, read, prepared.steps, diary)
  // Last: nobody waits for it in an emergency.
  return { ...end, plan, changes: await describe() }
}

async function act(
  request: RestoreRequest,
  read: ReadRestore & { kind: 'read' },
  steps: readonly PreparedStep[],
  diary: Diary,
): Promise<RestoreEnd> {
  const { ports, wish } = request
  const told = {
    TAGBACK_ENVIRONMENT: wish.into,
    TAGBACK_COMPONENTS: steps.map(({ step }) => step.component.id).join(' '),
  }
  const before = ports.hooks.before ? await ports.hooks.before('before', told) : null
  const end: RestoreEnd =
    before === null
      ? await backUpAndAct(request, read, steps, diary)
      : { decision: 'refused', reason: 'before-failed', sentence: `before-command failed: ${before}` }
  const { decision } = end
  const after = ports.hooks.after ? await ports.hooks.after('after', { ...told, TAGBACK_DECISION: decision }) : null
  if (!end.components) return after === null ? end : withHook(end, after)
  const incidents = request.quiet ? [] : await tellRestored(steps, end.components, { why: wish.why, after }, diary)
  if (after === null) return { ...end, incidents }
  if (end.reason === 'internal-error') return { ...withHook(end, after), incidents }
  return { ...end, ...concludeRestore(end.components, wish.into, after), incidents }
}

const withHook = (end: RestoreEnd, after: string): RestoreEnd => ({
  ...end,
  sentence: `${end.sentence}\nafter-command failed: ${after}`,
})
