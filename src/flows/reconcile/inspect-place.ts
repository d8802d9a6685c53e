import type { Settings } from '../../config/settings.ts'
import { type Drift, decideDrift, type ServedFact } from '../../ledger/decide-drift.ts'
import { decideDrillDrift } from '../../ledger/decide-drill-drift.ts'
import type { Release } from '../../tags/release.ts'
import { deadlineOf } from '../finish/deadline-of.ts'
import type { BasePorts, Configure, GuardPorts, RunIdentity } from '../guard-ports.ts'
import type { ConfigText } from '../ports.ts'
import type { ReadPlace } from '../scope/read-scope.ts'

/** A place with everything that was found out about it before anything is done. */
export type InspectedPlace = { place: ReadPlace } & (
  | { kind: 'misconfigured'; problems: string[] }
  | { kind: 'unresolved'; explanation: string }
  | {
      kind: 'compared'
      drift: Drift
      served: ServedFact
      settings: Settings
      ports: GuardPorts
      warnings: string[]
    }
)

export type InspectOptions = {
  ports: BasePorts
  run: RunIdentity
  configure: Configure
  config: ConfigText | null
}

/** Compares tag, ledger and what is served. Asks the running system where the settings say how; writes nothing. */
export async function inspectPlace(place: ReadPlace, options: InspectOptions): Promise<InspectedPlace> {
  const configured = options.configure(options.config, place.component, place.environment)
  if (configured.kind === 'problems') return { place, kind: 'misconfigured', problems: configured.problems }
  if (place.wanted?.kind === 'unresolved') {
    return { place, kind: 'unresolved', explanation: place.wanted.explanation }
  }
  const { settings } = configured
  const ports = { ...options.ports, ...configured.ports }
  const wanted = place.wanted?.release ?? null
  const { drill = false } = configured
  const served = drill ? NOT_ASKED : await askWhatIsServed(ports, wanted, place.environment)
  const facts = {
    ...{ wanted, served, standing: place.standing, pulls: settings.deploy.kind === 'none' },
    monitorFor: settings.watch?.monitorFor ?? 0,
    run: { id: options.run.id, now: ports.clock.now(), deadline: deadlineOf(settings) },
  }
  const drift = drill ? decideDrillDrift(facts) : decideDrift(facts)
  const strangers =
    place.strangers.length === 0 ? [] : [`Records written by ${place.strangers.join(', ')} do not count`]
  const warnings = [...configured.remarks, ...(place.wanted?.remarks ?? []), ...strangers]
  return { place, kind: 'compared', drift, served, settings, ports, warnings }
}

const NOT_ASKED: ServedFact = { kind: 'not-asked' }

const askWhatIsServed = async (
  { askServed }: Pick<GuardPorts, 'askServed'>,
  wanted: Release | null,
  environment: string,
): Promise<ServedFact> => (askServed && wanted ? askServed(wanted, environment) : NOT_ASKED)
