import { type Release, sameRelease } from '../tags/release.ts'
import { monitoredUntil } from './monitored-until.ts'
import { recogniseMove } from './recognise.ts'
import type { DeployRecord } from './record.ts'
import type { Standing } from './standing.ts'

/** What the running system says of the release that the tag means. */
export type ServedFact =
  | { kind: 'served' }
  | { kind: 'differs'; found: string }
  | { kind: 'unanswered'; detail: string }
  /** The settings have no way to ask. */
  | { kind: 'not-asked' }

export type DriftFacts = {
  /** What the tag means; `null`: there is no tag. */
  wanted: Release | null
  standing: Standing
  served: ServedFact
  /** Nothing is deployed here: the runtime pulls what the tag says. */
  pulls: boolean
  /** Seconds for which what was kept is looked at again; 0: not at all. */
  monitorFor: number
  /** This run, now in milliseconds since the epoch, and the seconds after which an open record is that of a lost run. */
  run: { id: number; now: number; deadline: number }
}

/** How tag, ledger and what is served stand to each other, and what follows from it. */
export type Drift =
  | { drift: 'none'; act: 'nothing' }
  /** Neither a tag nor a record. */
  | { drift: 'absent'; act: 'nothing' }
  /** They agree, but what is served could not be asked. */
  | { drift: 'unasked'; act: 'nothing'; detail: string }
  /** They agree, and it is not long since a run let it stay. `until` in milliseconds since the epoch. */
  | { drift: 'monitored'; act: 'watch'; record: DeployRecord; until: number; unasked: string | null }
  /** Another run is at work here. */
  | { drift: 'in-hand'; act: 'nothing'; record: DeployRecord }
  | { drift: 'unrecorded'; act: 'adopt' }
  /** The tag names what the ledger does not know, and that is what is served. */
  | { drift: 'missed-move'; act: 'adopt' }
  | { drift: 'missed-move'; act: 'follow' }
  | { drift: 'missed-move'; act: 'report'; detail: string | null }
  | { drift: 'stale-clone' | 'unfinished-move'; act: 'follow'; record: DeployRecord }
  | { drift: 'lost-run'; act: 'finish'; record: DeployRecord }
  | { drift: 'tag-deleted'; act: 'report'; live: Release }
  | { drift: 'served-differs'; act: 'redeploy'; found: string }
  /** Of an environment for drills: one was killed, and what it left is in the way of nobody but is not meant to stay. */
  | { drift: 'left-by-drill'; act: 'clean' }
  /** A run has tried and given up here: a person was told, and trying for ever helps nobody. */
  | { drift: 'served-differs'; act: 'report'; found: string; record: DeployRecord }

/** Compares tag, ledger and what is served for one component in one environment. */
export function decideDrift({ wanted, standing, served, pulls, run, monitorFor }: DriftFacts): Drift {
  const { latest, live } = standing
  const open = openRecord(standing)
  if (open) {
    return run.now < Date.parse(open.createdAt) + run.deadline * 1000
      ? { drift: 'in-hand', act: 'nothing', record: open }
      : { drift: 'lost-run', act: 'finish', record: open }
  }
  if (!wanted) return live ? { drift: 'tag-deleted', act: 'report', live } : { drift: 'absent', act: 'nothing' }
  if (!latest) return { drift: 'unrecorded', act: 'adopt' }
  const agree = live !== null && (live.object === wanted.object || sameRelease(live, wanted))
  return (
    leftOver(wanted, standing, run) ?? (agree ? agreed(served, latest, monitorFor, run.now) : missed(served, pulls))
  )
}

/** The newest record that its run has not closed. Older ones were overtaken by what came after them. */
const openRecord = ({ latest, records }: Standing): DeployRecord | null =>
  records.find(
    ({ closed, run }) => closed === null && run.id === latest?.run.id && run.attempt === latest.run.attempt,
  ) ?? null

/** The very object of a release that was left before is there again, or still. */
function leftOver(wanted: Release, standing: Standing, run: DriftFacts['run']): Drift | null {
  const recognised = recogniseMove(wanted, standing, run, false)
  return recognised.kind === 'stale-clone' || recognised.kind === 'unfinished-move'
    ? { drift: recognised.kind, act: 'follow', record: recognised.judged }
    : null
}

function agreed(served: ServedFact, latest: DeployRecord, monitorFor: number, now: number): Drift {
  const until = served.kind === 'differs' ? null : monitoredUntil(latest, monitorFor)
  const unasked = served.kind === 'unanswered' ? served.detail : null
  if (until !== null && now < until) return { drift: 'monitored', act: 'watch', record: latest, until, unasked }
  if (served.kind === 'unanswered') return { drift: 'unasked', act: 'nothing', detail: served.detail }
  if (served.kind !== 'differs') return { drift: 'none', act: 'nothing' }
  const { found } = served
  return latest.closed?.decision === 'held'
    ? { drift: 'served-differs', act: 'report', found, record: latest }
    : { drift: 'served-differs', act: 'redeploy', found }
}

function missed(served: ServedFact, pulls: boolean): Drift {
  switch (served.kind) {
    case 'served':
      return { drift: 'missed-move', act: 'adopt' }
    case 'differs':
      return { drift: 'missed-move', act: 'follow' }
    case 'unanswered':
      return { drift: 'missed-move', act: 'report', detail: served.detail }
    case 'not-asked':
      return pulls ? { drift: 'missed-move', act: 'adopt' } : { drift: 'missed-move', act: 'report', detail: null }
  }
}
