import type { Drift } from '../../ledger/decide-drift.ts'
import type { DeployRecord } from '../../ledger/record.ts'
import { type Diary, openDiary } from '../diary.ts'
import { cleanDrill } from '../drill/clean-drill.ts'
import { endWith } from '../end-with.ts'
import { deadlineOf } from '../finish/deadline-of.ts'
import { finishLost } from '../finish/finish-lost.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext, RunIdentity } from '../guard-ports.ts'
import type { Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { ReadPlace } from '../scope/read-scope.ts'
import { adoptRelease } from './adopt-release.ts'
import { followUp } from './follow-up.ts'
import { guardFound } from './guard-found.ts'
import type { InspectedPlace } from './inspect-place.ts'
import { leaveToItsRun, mayBeForItsRun } from './leave-to-its-run.ts'
import { readAnew } from './read-anew.ts'
import type { ReconcileReader } from './reconcile-ports.ts'
import type { PlaceReport, Repair } from './reconciled.ts'
import { sayDrift } from './say-drift.ts'
import { tellMissed } from './tell-missed.ts'

export type RepairOptions = {
  run: RunIdentity
  reader: Pick<ReconcileReader, 'runOfPush'>
  /** What was found, in a sentence. */
  said: string
}

type Compared = InspectedPlace & { kind: 'compared' }

/** Brings a place into line where that can be done without a person, and is not for a run that is there already. */
export async function repairPlace(inspected: Compared, options: RepairOptions): Promise<Repair> {
  const { drift, place, ports } = inspected
  if (!mayBeForItsRun(drift, place)) return repair(inspected, options)
  const itsRun = await leaveToItsRun(place, options.reader, ports.clock.now())
  if (itsRun.kind === 'left') return itsRun.repair
  const { warnings = [], ...repaired } = await repair(inspected, options)
  return { ...repaired, warnings: [...itsRun.warnings, ...warnings] }
}

async function repair(inspected: Compared, options: RepairOptions): Promise<Repair> {
  const { drift, place, settings, ports, served } = inspected
  const { said, run } = options
  const context: GuardContext = { settings, ports, run }
  if (drift.drift === 'missed-move' && drift.act === 'report') return tellMissed(context, place, said)
  if (drift.act === 'nothing' || drift.act === 'report') return { status: 'failed', sentence: said }
  if (drift.act === 'clean') return clean(context, inspected, said)
  if (drift.act === 'finish') return finish(context, inspected, drift.record, said)
  const facts = {
    ...{ served, pulls: settings.deploy.kind === 'none', monitorFor: settings.watch?.monitorFor ?? 0 },
    run: { id: run.id, now: ports.clock.now(), deadline: deadlineOf(settings) },
  }
  const read = await readAnew(context, place, drift, facts)
  if (read.kind === 'changed') return { status: 'left', sentence: `${said}. ${read.sentence}` }
  if (drift.act === 'watch') return watchAgain(context, read, drift.record, said)
  if (read.drift.drift !== drift.drift) return guardFurther(context, read, place)
  return drift.act === 'adopt' ? adopt(context, read, { said, served }) : guardAnew(context, read, drift, said)
}

/** The same tag, of which older records tell more than was listed. */
async function guardFurther(
  context: GuardContext,
  read: FollowedMove & { drift: Drift },
  { environment, standing }: ReadPlace,
): Promise<Repair> {
  const said = sayDrift(read.drift, environment, read.move.to, standing.live)
  return { drift: read.drift.drift, ...(await guardAnew(context, read, read.drift, said)) }
}

async function adopt(
  context: GuardContext,
  read: FollowedMove,
  { said, served }: Pick<Compared, 'served'> & { said: string },
): Promise<Repair> {
  const failure = await adoptRelease(context, read, said)
  if (failure !== null) return { status: 'failed', sentence: `${said}, but ${failure}` }
  const differs =
    served.kind === 'differs'
      ? [`What is served differs (${served.found}): the next run deploys ${read.move.to.version}, and watches it`]
      : []
  const sentence = `${said}. It is recorded now as found; nothing was deployed`
  return { status: 'repaired', sentence, warnings: differs }
}

async function guardAnew(context: GuardContext, read: FollowedMove, drift: Drift, said: string): Promise<Repair> {
  const diary = openDiary(context.ports.clock, context.ports.tell)
  const end = await guardFound(context, read, drift, diary)
  return ended(context, { move: read.move, ...end }, said, diary)
}

/** What is well, or cannot be judged now, stays in line. In observe mode the next run has nothing more to say of it. */
async function watchAgain(
  context: GuardContext,
  read: FollowedMove,
  kept: DeployRecord,
  said: string,
): Promise<Repair> {
  const diary = openDiary(context.ports.clock, context.ports.tell)
  const found = await followUp(context, read, kept, diary)
  if (found.kind === 'regressed') {
    const repair = await ended(context, found.end, said, diary)
    return { ...repair, drift: 'regressed', ...(found.end.decision === 'reported' ? { status: 'found' } : {}) }
  }
  const sentence = `${said}. ${found.sentence}`
  if (found.kind === 'left') return { status: 'left', sentence, warnings: diary.warnings }
  const unjudged = found.kind === 'unjudged' ? [found.sentence] : []
  return { status: 'in-sync', sentence, warnings: [...diary.warnings, ...unjudged] }
}

async function finish(context: GuardContext, { place }: Compared, record: DeployRecord, said: string): Promise<Repair> {
  const diary = openDiary(context.ports.clock, context.ports.tell)
  const finished = await finishLost(context, place, record, diary)
  switch (finished.kind) {
    case 'changed':
      return { status: 'left', sentence: `${said}. ${finished.sentence}` }
    case 'closed':
      return { status: 'repaired', sentence: `${said}. ${finished.sentence}` }
    case 'ended':
      return ended(context, finished.end, said, diary)
  }
}

async function clean(context: GuardContext, { place }: Compared, said: string): Promise<Repair> {
  const { removed, left, nextSteps } = await cleanDrill(context, place)
  return left.length === 0
    ? { status: 'repaired', sentence: `${said}. Removed: ${removed.join(', ')}` }
    : { status: 'failed', sentence: `${said}. Not removed: ${left.join(', ')}`, nextSteps }
}

/** People are told as by a guard. */
async function ended(context: GuardContext, end: GuardEnd, said: string, diary: Diary): Promise<Repair> {
  const outcome = await tellOutcome(context, endWith(diary, end), diary)
  const { decision, reason, sentence, nextSteps, warnings, incident } = outcome
  return {
    ...{ status: statusAfter(outcome), sentence: `${said}. ${sentence}`, warnings, nextSteps },
    ...{ guarded: { decision, reason } as PlaceReport['guarded'], incident: incident ?? null },
  }
}

/** A release that was rolled back is out of the way, but somebody wanted it there. */
function statusAfter({ decision, reason }: Outcome): PlaceReport['status'] {
  switch (decision) {
    case 'kept':
    case 'promoted':
    case 'reported':
    case 'no-op':
      return 'repaired'
    case 'rolled-back':
      return reason === 'stale-clone' || reason === 'unfinished-move' ? 'repaired' : 'failed'
    case 'stood-down':
      return 'left'
    case 'held':
    case 'refused':
      return 'failed'
  }
}
