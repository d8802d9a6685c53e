import type { Drift, ServedFact } from '../../ledger/decide-drift.ts'
import { pushAgainCommand } from '../guard/push-again-command.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'
import type { InspectedPlace } from './inspect-place.ts'
import type { PlaceReport } from './reconciled.ts'
import { sayDrift } from './say-drift.ts'

/** What was found at a place, before anything is done there. */
export function reportPlace(inspected: InspectedPlace): PlaceReport {
  const { place } = inspected
  const wanted = place.wanted?.kind === 'release' ? place.wanted.release : null
  const { live } = place.standing
  const report = {
    ...{ component: place.component.id, environment: place.environment },
    ...{ tag: wanted?.version ?? null, ledger: live?.version ?? null, served: null, guarded: null, incident: null },
    ...{ status: 'failed' as const, nextSteps: [], warnings: [] },
  }
  switch (inspected.kind) {
    case 'misconfigured':
      return { ...report, drift: 'misconfigured', sentence: inspected.problems.join('; ') }
    case 'unresolved':
      return { ...report, drift: 'unresolved', sentence: `The tag cannot be deployed: ${inspected.explanation}` }
    case 'compared': {
      const { drift, served, warnings } = inspected
      return {
        ...{ ...report, drift: drift.drift, nextSteps: nextStepsOf(inspected), served: sayServed(served, report.tag) },
        status: statusOf(drift),
        sentence: sayDrift(drift, place.environment, wanted, live),
        warnings: [...warnings, ...warningsOf(inspected)],
      }
    }
  }
}

const statusOf = ({ act, drift }: Drift): PlaceReport['status'] => {
  if (drift === 'in-hand') return 'left'
  return act === 'nothing' || act === 'watch' ? 'in-sync' : 'failed'
}

function warningsOf({ drift }: InspectedPlace & { kind: 'compared' }): string[] {
  if (drift.drift === 'unasked') return [drift.detail]
  if (drift.drift === 'monitored') return drift.unasked === null ? [] : [drift.unasked]
  return []
}

/** What a person can copy where nothing is done by itself. */
function nextStepsOf({ drift, place }: InspectedPlace & { kind: 'compared' }): string[] {
  const { ref, tag } = place
  if (drift.drift === 'missed-move' && drift.act === 'report' && tag) return [pushAgainCommand(ref, tag.object)]
  if (drift.drift === 'tag-deleted') return [moveBackCommand(ref, '', drift.live.object)]
  return []
}

const sayServed = (served: ServedFact, wanted: string | null): string | null => {
  if (served.kind === 'served') return wanted
  return served.kind === 'differs' ? served.found : null
}
