import { actorOf, type HistoryEvent, timeOf } from '../flows/history/history-event.ts'
import type { PlaceState } from '../ledger/place-state.ts'
import type { TargetState } from '../ledger/targets-of.ts'
import type { Release } from '../tags/release.ts'
import { firstThatFit } from './first-that-fit.ts'

type Json = Record<string, unknown>

export const stateJson = (state: PlaceState): Json => ({
  component: state.component.id,
  environment: state.environment,
  ...releaseFields(state.release),
  basis: state.basis,
  since: state.since,
  by: state.by,
  run: state.run,
  judgement: state.judgement,
  decision: state.verdict?.decision ?? null,
  reason: state.verdict?.reason ?? null,
  lastVerified: state.lastVerified,
  unrecorded: state.unrecorded,
  remarks: state.remarks,
})

export const eventJson = (event: HistoryEvent): Json =>
  event.kind === 'recorded'
    ? {
        kind: event.record.kind,
        at: event.record.createdAt,
        component: event.record.component,
        environment: event.record.environment,
        from: releaseJson(event.record.from),
        to: releaseJson(event.record.to),
        actor: event.record.actor,
        decision: event.record.closed?.decision ?? null,
        reason: event.record.closed?.reason ?? null,
        sentence: event.record.sentence,
        closedAt: event.record.closed?.at ?? null,
        run: event.record.run.url,
        id: event.record.node,
        creator: event.record.creator,
      }
    : {
        kind: 'unrecorded',
        at: timeOf(event),
        after: event.move.after,
        before: event.move.before,
        component: event.move.component,
        environment: event.move.environment,
        from: releaseJson(event.move.from),
        to: releaseJson(event.move.to),
        actor: actorOf(event),
      }

export const targetJson = (target: TargetState): Json => ({
  ...releaseFields(target.release),
  current: target.current,
  choice: target.choice,
  judgement: target.judgement,
  lastVerified: target.lastVerified,
  lastDeployed: target.latest?.createdAt ?? null,
  decision: target.latest?.closed?.decision ?? null,
  reason: target.latest?.closed?.reason ?? null,
  run: target.latest?.run.url ?? null,
  remadeFrom: target.remadeFrom,
})

const releaseFields = (release: Release | null): Json => ({
  version: release?.version ?? null,
  commit: release?.commit ?? null,
  object: release?.object ?? null,
})

const releaseJson = (release: Release | null): Json | null => release && releaseFields(release)

/** As many of a list as fit so many characters of JSON: GitHub takes 1 MB of outputs of a job, in UTF-16. */
export const fittingJson = (items: readonly Json[], most: number): string =>
  `[${firstThatFit(
    items.map((item) => JSON.stringify(item)),
    most - 2,
  ).join(',')}]`
