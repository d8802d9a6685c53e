import type { Breach, DrillFigures } from '../../ledger/drill-figures.ts'
import { type DrillCheck, gradeDrill } from '../../ledger/grade-drill.ts'
import { foldStanding } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import { type Diary, openDiary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import { askProduction, checkBeforeDrill, checkTagRights, checkUntouched } from './check-drill.ts'
import { type CleanedDrill, cleanDrill } from './clean-drill.ts'
import { drillPhases } from './drill-phases.ts'
import type { DrillOutcome, DrillRequest } from './drill-request.ts'
import { injectBreach } from './inject-breach.ts'
import { practiseRollback } from './practise-rollback.ts'
import { type DrillPlan, readDrill } from './read-drill.ts'
import { recordDrill } from './record-drill.ts'

/**
 * Practises the rollback of one component of an environment in another one that is there for drills: the way that a guard
 * goes, with a breach that is made on purpose. Whatever happens, what the drill has left is removed, and what it
 * measured is recorded.
 *
 * @throws only when GitHub cannot be asked; nothing has been written then
 */
export async function drill(request: DrillRequest): Promise<DrillOutcome> {
  const { ports, paused, component, environment, practised } = request
  const diary = openDiary(ports.clock, ports.tell)
  const ended = (end: GuardEnd): DrillOutcome => ({
    ...{ outcome: endWith(diary, end), practised, figures: null, checks: [], earlier: [] },
  })
  const plan = await readDrill(request, diary)
  if (plan.kind === 'refused') return ended({ ...plan, decision: 'refused' })
  if (paused) {
    const sentence = `Tagback is paused: the rollback of ${practised} was not practised`
    return ended({ decision: 'reported', reason: 'paused', sentence })
  }
  const place = { component, environment, ref: plan.place.ref }
  const { version } = plan.bad
  ports.tell({ kind: 'phase', title: `Drill: from ${version} back to ${plan.good.version} in ${environment}` })
  const stale = isClean(plan) ? NOTHING_LEFT : await cleanDrill(plan.context, place)
  for (const what of stale.removed) diary.warn(`An earlier drill left something, which was removed: ${what}`)
  if (stale.left.length > 0) {
    const sentence = `An earlier drill has left what could not be removed: ${stale.left.join('; ')}`
    const unclean: GuardEnd = { decision: 'held', reason: 'drill-unclean', sentence, nextSteps: stale.nextSteps }
    return conclude(plan, ended({ ...unclean, move: moveOf(request, plan) }), diary)
  }
  return practise(request, plan, diary)
}

/** As it was just read: neither a tag nor an open record. */
const isClean = ({ place: { state } }: DrillPlan): boolean =>
  state.tag === null && state.records.every(({ closed }) => closed !== null)

const NOTHING_LEFT: CleanedDrill = { removed: [], left: [], nextSteps: [] }

async function practise(request: DrillRequest, plan: DrillPlan, diary: Diary): Promise<DrillOutcome> {
  const { component, environment, practised, hooks, badVersion, budget } = request
  const breach: Breach = badVersion !== null ? 'bad-version' : hooks.fault ? 'fault-command' : 'injected'
  const told = { TAGBACK_COMPONENT: component.id, TAGBACK_ENVIRONMENT: environment, TAGBACK_VERSION: plan.bad.version }
  const { context } = plan
  const injected = injectBreach(context.ports, context.settings.watch, {
    ...{ bad: plan.bad, breach, fault: hooks.fault && (() => hooks.fault?.(told) ?? Promise.resolve(null)) },
  })
  const [before, served] = await Promise.all([checkBeforeDrill(request, plan), askProduction(plan, practised)])
  const guarded: GuardContext = { ...context, ports: injected.ports }
  const guard = await practiseRollback(request, plan, guarded, diary).catch(internalError)
  const [cleaned, untouched] = await Promise.all([
    cleanDrill(context, { component, environment, ref: plan.place.ref }),
    checkUntouched(request, plan, served),
  ])
  const uncommanded = await (hooks.clean?.(told) ?? null)
  const checks: DrillCheck[] = [...before, checkTagRights(guard), untouched]
  // Figures take the place of a fault that could not be made.
  const made = injected.failure() === null ? breach : 'injected'
  const figures: DrillFigures = { breach: made, ...drillPhases(diary.timeline), budget: Math.round(budget * 1000) }
  const left = [...cleaned.left, ...(uncommanded === null ? [] : [`clean-command failed (${uncommanded})`])]
  const grade = gradeDrill({ guard, figures, checks, left, breachFailed: injected.failure() })
  const nextSteps = [...(guard.nextSteps ?? []), ...cleaned.nextSteps]
  const end = { ...guard, ...grade, move: guard.move ?? moveOf(request, plan), nextSteps, tag: 'removed' as const }
  const outcome: Outcome = endWith(diary, cleaned.left.length > 0 ? { ...end, tag: 'not-moved-back' } : end)
  const earlier = foldStanding(plan.place.state.records).drills
  const done: DrillOutcome = { outcome, practised, figures, checks, earlier: [...earlier] }
  const unrecorded = await recordDrill(request, plan, done)
  if (unrecorded !== null) diary.warn(unrecorded)
  return conclude(plan, done, diary)
}

/** People are told as of a guard: what failed opens an incident of the drill environment, what passed closes it. */
async function conclude({ context }: DrillPlan, done: DrillOutcome, diary: Diary): Promise<DrillOutcome> {
  return { ...done, outcome: await tellOutcome(context, done.outcome, diary) }
}

const moveOf = ({ component, environment, actor }: DrillRequest, { place, good, bad }: DrillPlan) => ({
  ...{ component, environment, actor, ref: place.ref, to: bad, from: good },
})

const internalError = (error: unknown): GuardEnd => ({
  ...{ decision: 'held', reason: 'internal-error' },
  sentence: `Tagback itself failed: ${messageOf(error)}`,
})
