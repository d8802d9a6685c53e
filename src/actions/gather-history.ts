import { compareWithSnapshot } from '../flows/history/compare-with-snapshot.ts'
import type { HistoryReader } from '../flows/history/history-ports.ts'
import { readFullStandings } from '../flows/history/read-full-standings.ts'
import { readStates, type StatesRead } from '../flows/history/read-states.ts'
import { resolveSides } from '../flows/history/resolve-sides.ts'
import { snapshotGaps } from '../flows/history/snapshot-gaps.ts'
import { snapshotOf } from '../flows/history/snapshot-of.ts'
import type { ReadPlace } from '../flows/scope/read-scope.ts'
import { targetsOf } from '../ledger/targets-of.ts'
import type { HistoryReport } from '../report/history-summary.ts'
import type { ReadSnapshot } from '../snapshots/read-snapshot.ts'
import type { Snapshot } from '../snapshots/snapshot.ts'
import { staleEntries } from '../snapshots/stale-entries.ts'
import { compareReleases } from './compare-releases.ts'
import type { RunnerEnvironment } from './read-environment.ts'
import type { HistoryInputs } from './read-history-inputs.ts'

export type GatheredHistory =
  | {
      kind: 'gathered'
      read: StatesRead & { kind: 'read' }
      /** Without the history, which comes last because it may be long. */
      report: Omit<HistoryReport, 'events' | 'read'>
      /** To be written; `null` when none is asked for. */
      snapshot: Snapshot | null
      /** What that does not tell. */
      gaps: string[]
    }
  | { kind: 'problems'; problems: string[] }

/**
 * Everything but the history: states, targets, differences, the snapshot that is to be written. Nothing is written here, so that
 * every problem is known before.
 *
 * @param file what `compare-snapshot` names, already read
 * @throws when GitHub cannot be asked
 */
export async function gatherHistory(
  reader: HistoryReader,
  inputs: HistoryInputs,
  file: ReadSnapshot | null,
  environment: RunnerEnvironment,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GatheredHistory> {
  const { request } = inputs
  const read = await readStates(reader, request)
  if (read.kind === 'problems') return read
  const { states, places, scope } = read
  const repository = `${environment.address.owner}/${environment.address.name}`
  const moment = request.at ?? request.now

  const name = inputs.compareSnapshot ?? ''
  const known = [...new Map(scope.places.map(({ component }) => [component.id, component])).values()]
  const comparison = file && compareWithSnapshot(states, file, { name, moment, known, repository })
  if (comparison?.kind === 'problems') return comparison
  const sides = inputs.compare && resolveSides(places, inputs.compare)
  if (sides?.kind === 'problems') return sides
  const [wanted] = request.scope.environments
  const snapshot =
    inputs.snapshotFile !== null && wanted !== undefined
      ? snapshotOf(states, { environment: wanted, moment, repository })
      : null
  if (snapshot?.components.length === 0) {
    const problem = `Input snapshot-file: nobody knows what any component in ${wanted} was on, so that there is nothing to write`
    return { kind: 'problems', problems: [problem] }
  }
  const judged = file?.kind === 'snapshot' ? file.snapshot : snapshot
  const [place] = places
  return {
    ...{ kind: 'gathered', read, snapshot },
    gaps: snapshot ? snapshotGaps(states, places, request.at === null) : [],
    report: {
      ...{ repository, moment, now: request.now, states: inputs.state ? states : null },
      targets: inputs.targets ? await targetsAt(reader, places, request.maxRequests) : null,
      comparison: comparison && { ...comparison, file: name },
      change:
        sides && place
          ? {
              ...{ from: sides.from, to: sides.to },
              change: await compareReleases(
                { token: inputs.token, component: place.component, config: read.scope.config, environment },
                [sides.from, sides.to],
                env,
              ),
            }
          : null,
      stale: judged && inputs.maxAge !== null ? staleEntries(judged, { now: request.now, maxAge: inputs.maxAge }) : [],
    },
  }
}

async function targetsAt(
  reader: HistoryReader,
  places: readonly ReadPlace[],
  maxRequests: number,
): Promise<HistoryReport['targets']> {
  const full = await readFullStandings(reader, places, maxRequests)
  return places.map(({ component, environment, wanted, standing, versionTags }, index) => {
    const current = wanted?.kind === 'release' ? wanted.release : null
    return {
      ...{ component: component.id, environment, recordsBegin: full[index]?.begins ?? null },
      targets: targetsOf(component.id, current, standing, versionTags, full[index]?.standing),
    }
  })
}
