import { messageOf } from '../../message-of.ts'
import { closeOvertaken, overtakenRecords } from '../fence/close-overtaken.ts'
import { deadlineOf } from '../finish/deadline-of.ts'
import type { BasePorts, Configure, RunIdentity } from '../guard-ports.ts'
import { atOnce } from '../scope/at-once.ts'
import type { Scope } from '../scope/find-places.ts'
import { readScope } from '../scope/read-scope.ts'
import { type InspectedPlace, inspectPlace } from './inspect-place.ts'
import { pacedAdoptions } from './paced-adoptions.ts'
import { placePorts } from './place-ports.ts'
import type { ReconcileReader } from './reconcile-ports.ts'
import type { PlaceReport, Reconciled, Repair } from './reconciled.ts'
import { repairPlace } from './repair-place.ts'
import { reportPlace } from './report-place.ts'

export type ReconcileRequest = {
  scope: Scope
  ports: BasePorts
  reader: ReconcileReader
  run: RunIdentity
  configure: Configure
  /** Nothing is written, only said. */
  dryRun: boolean
  paused: boolean
}

/** Places that are asked what they serve at once, and those that are repaired, or only watched again, at once. */
const ASKED = 8
const REPAIRED = 4
const WATCHED = 32

/**
 * Compares tag, ledger and what is served for every component and environment in scope, and repairs what it can. A place
 * that fails does not stop the others.
 *
 * @throws only when GitHub cannot be asked; nothing has been written then
 */
export async function reconcile(request: ReconcileRequest): Promise<Reconciled> {
  const { ports, dryRun, paused } = request
  const { places, config } = await readScope(request.reader, request.scope)
  ports.tell({ kind: 'phase', title: `Compare tag, ledger and what is served: ${places.length} places` })
  const inspected = await atOnce(ASKED, places, (place) => inspectPlace(place, { ...request, config }))
  refuseWhereNothingIsConfigured(inspected)
  const found = inspected.filter((entry) => entry.kind !== 'compared' || entry.drift.drift !== 'absent')
  const portsOf = placePorts()
  const mayAdopt = pacedAdoptions(ports.clock)

  const settle = async (entry: InspectedPlace, again = false): Promise<PlaceReport> => {
    const report = reportPlace(entry)
    if (entry.kind !== 'compared') return report
    const overtaken = overtakenRecords(entry.place.standing, {
      ...{ now: ports.clock.now(), deadline: deadlineOf(entry.settings) },
    })
    if (entry.drift.act === 'nothing' && overtaken.length === 0) return report
    if (entry.drift.act !== 'nothing') ports.tell({ kind: 'detail', text: `${nameOf(report)}: ${report.sentence}` })
    if (dryRun || paused) return report.status === 'failed' ? { ...report, status: 'found' } : report
    if (ports.cancelled.aborted) return { ...report, status: 'left', sentence: `${report.sentence}. ${CANCELLED}` }
    const closing = await closeOvertaken(ports, entry.place, overtaken)
    if (entry.drift.act === 'nothing') return { ...report, warnings: [...report.warnings, ...closing] }
    if (entry.drift.act === 'adopt' && !(await mayAdopt())) {
      return { ...report, status: 'left', sentence: `${report.sentence}. The next run records it` }
    }
    const compared = { ...entry, ports: portsOf(entry.ports, nameOf(report)) }
    const repair = await attempt(report, () => repairPlace(compared, { ...request, said: report.sentence }))
    const warnings = [...report.warnings, ...closing, ...(repair.warnings ?? [])]
    const settled = { ...report, ...repair, warnings }
    return entry.drift.act === 'finish' && !again ? lookAgain(settled, entry) : settled
  }
  /** Somebody may have moved the tag from under the lost run: its record is out of the way now, and that move is left. */
  const lookAgain = async (settled: PlaceReport, { place: { component, environment, ref } }: InspectedPlace) => {
    if (settled.status === 'failed') return settled
    const repair = await attempt(settled, async () => {
      const scope = { ...request.scope, components: [component.id], environments: [environment] }
      const anew = await readScope(request.reader, scope)
      const place = anew.places.find((candidate) => candidate.ref === ref)
      if (!place) return settled
      const report = await settle(await inspectPlace(place, { ...request, config: anew.config }), true)
      return report.drift === 'none' || report.drift === 'unasked'
        ? settled
        : { ...report, sentence: `${settled.sentence}. ${report.sentence}` }
    })
    return { ...settled, ...repair }
  }
  // What is only watched again must not keep what is to be repaired waiting.
  const watchedAgain = found.filter(isMonitored)
  const [settled, seen] = await Promise.all([
    atOnce(
      REPAIRED,
      found.filter((entry) => !isMonitored(entry)),
      (entry) => settle(entry),
    ),
    atOnce(WATCHED, watchedAgain, (entry) => settle(entry)),
  ])
  return { dryRun, paused, places: [...settled, ...seen].toSorted(byPlace) }
}

const isMonitored = (entry: InspectedPlace): boolean => entry.kind === 'compared' && entry.drift.act === 'watch'

/** As they were found. */
const byPlace = (one: PlaceReport, other: PlaceReport): number => (refOf(one) < refOf(other) ? -1 : 1)
const refOf = ({ component, environment }: PlaceReport): string => `${component}/${environment}`

/** A file that cannot be read says the same of every place. */
function refuseWhereNothingIsConfigured(inspected: readonly InspectedPlace[]): void {
  const said = new Set(inspected.map((entry) => (entry.kind === 'misconfigured' ? entry.problems.join('\n') : null)))
  const [problems] = said
  if (said.size === 1 && problems) throw new Error(problems)
}

const CANCELLED = 'This run was cancelled before it came here: the next one goes on'

async function attempt({ sentence }: PlaceReport, repair: () => Promise<Repair>): Promise<Repair> {
  try {
    return await repair()
  } catch (error) {
    return { status: 'failed', sentence: `${sentence}. Repairing it failed: ${messageOf(error)}` }
  }
}

const nameOf = ({ component, environment }: PlaceReport): string => `${component} in ${environment}`
