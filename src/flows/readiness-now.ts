import { effectiveSettings } from '../config/effective-settings.ts'
import { readConfigFile } from '../config/read-config-file.ts'
import { readinessOf } from '../config/readiness-of.ts'
import type { ReadinessSettings } from '../config/settings.ts'
import { drillEnvironmentOf, drillsFor } from '../ledger/drills-for.ts'
import { assessReadiness, type ReadinessFinding } from '../ledger/readiness.ts'
import { foldStanding, isKnownGood } from '../ledger/standing.ts'
import { messageOf } from '../message-of.ts'
import type { Ledgers, Pair } from './scope/scope-ports.ts'

export type PairReadiness = { component: string; environment: string; findings: ReadinessFinding[] }

type Asked = Pair & { settings: ReadinessSettings & { owner: string | null } }

/**
 * What of `require` would hold if these tags were moved now, as far as that can be told without a move. Asks nothing
 * where nothing is required.
 *
 * @param read records of these places; what it throws is said of each item that needs them
 */
export async function readinessNow(
  { text, file }: { text: string; file: string },
  pairs: readonly Pair[],
  read: (places: readonly Pair[]) => Promise<Pick<Ledgers, 'of'>>,
  now: number,
): Promise<PairReadiness[]> {
  const asked = pairs.flatMap((pair) => askedOf({ text, file }, pair))
  if (asked.length === 0) return []
  const places = asked.flatMap((pair) => [pair, drillPlaceOf(pair)])
  const ledgers = await read(places).catch((error: unknown) => ({ unread: messageOf(error) }))
  return asked.map((pair) => ({
    ...{ component: pair.component.id, environment: pair.environment },
    findings: assessReadiness(pair.settings.require, factsOf(pair, ledgers, now)),
  }))
}

function askedOf({ text, file }: { text: string; file: string }, pair: Pair): Asked[] {
  const config = readConfigFile(text, file)
  if (config.kind === 'problems') return []
  const { written, drill } = effectiveSettings(config.config, pair.component, pair.environment, {})
  try {
    const settings = readinessOf(written)
    return drill || settings.require.length === 0 ? [] : [{ ...pair, settings }]
  } catch {
    // The check of the configuration says what is wrong with it.
    return []
  }
}

const drillPlaceOf = ({ component, environment, settings }: Asked): Pair => ({
  ...{ component, environment: drillEnvironmentOf(environment, settings.drilledIn) },
})

function factsOf(pair: Asked, ledgers: Pick<Ledgers, 'of'> | { unread: string }, now: number) {
  const { component, environment, settings } = pair
  const { drilledIn, maxDrillAge, owner } = settings
  const place = drillPlaceOf(pair)
  const records = 'unread' in ledgers ? ledgers : ledgers.of(pair).records
  const standing = foldStanding('unread' in records ? [] : records)
  const { live } = standing
  const judged = live && isKnownGood(standing, live) ? 'has passed its watch' : 'was not judged'
  return {
    ...{ component: component.id, environment, drilledIn: place.environment, maxDrillAge, now, owner },
    ...{ first: false, gaps: null, records },
    target: live && { sentence: `${live.version} is there now, and ${judged}` },
    drills: 'unread' in ledgers ? ledgers : drillsFor(environment, drilledIn, ledgers.of(place).records),
  }
}
