import { adoptRelease } from './adopt-release.ts'
import { deadlineOf } from './deadline-of.ts'
import { openDiary } from './diary.ts'
import type { GuardEnd } from './guard-end.ts'
import { guardFound } from './guard-found.ts'
import type { GuardContext, RunIdentity } from './guard-ports.ts'
import type { InspectedPlace } from './inspect-place.ts'
import { readAnew } from './read-anew.ts'
import type { FollowedMove } from './read-move.ts'
import type { PlaceReport } from './reconciled.ts'
import type { ScopeReader } from './scope-ports.ts'

/** What became of a place, beside what was found there. */
export type Repair = Pick<PlaceReport, 'status' | 'sentence'> &
  Partial<Pick<PlaceReport, 'nextSteps' | 'guarded' | 'warnings'>>

export type RepairOptions = {
  reader: ScopeReader
  run: RunIdentity
  /** What was found, in a sentence. */
  said: string
}

type Compared = InspectedPlace & { kind: 'compared' }

/** Brings a place into line where that can be done without a person. */
export async function repairPlace(inspected: Compared, options: RepairOptions): Promise<Repair> {
  const { drift, place, settings, ports, served } = inspected
  const { said, run } = options
  if (drift.act === 'nothing' || drift.act === 'report' || drift.act === 'finish') {
    return { status: 'failed', sentence: said }
  }
  const context: GuardContext = { settings, ports, run }
  const facts = {
    ...{ served, pulls: settings.deploy.kind === 'none' },
    run: { id: run.id, now: ports.clock.now(), deadline: deadlineOf(settings) },
  }
  const read = await readAnew(context, place, drift, facts)
  if (read.kind === 'changed') return { status: 'left', sentence: `${said}. ${read.sentence}` }
  return drift.act === 'adopt' ? adopt(context, read, said) : guardAnew(context, read, inspected, options)
}

async function adopt(context: GuardContext, read: FollowedMove, said: string): Promise<Repair> {
  const failure = await adoptRelease(context, read, said)
  return failure === null
    ? { status: 'repaired', sentence: `${said}. It is recorded now as found; nothing was deployed` }
    : { status: 'failed', sentence: `${said}, but ${failure}` }
}

async function guardAnew(
  context: GuardContext,
  read: FollowedMove,
  { drift }: Compared,
  { reader, said }: RepairOptions,
): Promise<Repair> {
  const diary = openDiary(context.ports.clock, context.ports.tell)
  const guarded = await guardFound(context, read, drift, reader, diary)
  const { warnings } = diary
  if (guarded.kind === 'lost') {
    return { status: 'left', sentence: `${said}. ${guarded.record.run.url} has it in hand`, warnings }
  }
  const { decision, reason, sentence, nextSteps = [] } = guarded.end
  return {
    ...{ status: statusAfter(guarded.end), sentence: `${said}. ${sentence}`, warnings },
    nextSteps: [...diary.nextSteps, ...nextSteps],
    guarded: { decision, reason } as PlaceReport['guarded'],
  }
}

/** A release that was rolled back is out of the way, but somebody wanted it there. */
function statusAfter({ decision, reason }: GuardEnd): PlaceReport['status'] {
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
