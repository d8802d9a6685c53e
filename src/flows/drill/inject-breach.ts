import type { Reading } from '../../analysis/reading.ts'
import type { MetricSettings, WatchSettings } from '../../config/settings.ts'
import type { Breach } from '../../ledger/drill-figures.ts'
import { messageOf } from '../../message-of.ts'
import { type Release, sameRelease } from '../../tags/release.ts'
import type { GuardPorts } from '../guard-ports.ts'
import type { MetricSource } from '../ports.ts'

export type InjectedPorts = {
  ports: GuardPorts
  /** Why the breach was not what was asked for; null while it was. */
  failure(): string | null
}

/**
 * The ports of a guard, with a breach from the moment in which the bad release is watched. `fault` makes it where things
 * really run; else figures are put between source and judge, which is asked all the same: one that does not answer is
 * not covered up. A version that is bad by itself needs neither.
 *
 * @param fault resolves to what went wrong, or null. When it fails, figures take its place, so that the way back is gone
 */
export function injectBreach(
  ports: GuardPorts,
  watch: WatchSettings | null,
  { bad, breach, fault }: { bad: Release; breach: Breach; fault: (() => Promise<string | null>) | null },
): InjectedPorts {
  let watching = false
  let failed: string | null = null
  let making: Promise<void> | null = null
  const make = async (): Promise<void> => {
    failed = fault ? await fault().catch(messageOf) : null
  }
  const broken = (source: MetricSource, metric: MetricSettings): MetricSource => {
    let asked = 0
    return {
      description: source.description,
      read: async (window) => {
        if (watching) {
          making ??= make()
          await making
        }
        const reading = await source.read(window)
        const simulated = watching && (breach === 'injected' || failed !== null)
        return simulated && reading.kind !== 'unavailable' ? badReading(metric, asked++) : reading
      },
    }
  }
  const { sourcesFor } = ports
  return {
    failure: () => failed,
    ports: {
      ...ports,
      save: (step) => {
        if (step.phase === 'watching') watching = true
        ports.save(step)
      },
      sourcesFor:
        sourcesFor &&
        ((release) => {
          const sources = sourcesFor(release)
          if (!sameRelease(release, bad) || breach === 'bad-version') return sources
          const pairs = (watch?.metrics ?? []).flatMap((metric): [string, MetricSource][] => {
            const source = sources.get(metric.name)
            return source ? [[metric.name, broken(source, metric)]] : []
          })
          return new Map(pairs)
        }),
    },
  }
}

/** Requests between two polls: enough for a verdict, and no more certain than a service of some size. */
const REQUESTS = 200

/** Half of everything fails, or more where that would be tolerated. */
function badReading({ rate, figure, policy }: MetricSettings, asked: number): Reading {
  const share = Math.max(0.5, (1 + policy.threshold) / 2)
  if (figure?.kind === 'value') return { kind: 'rate', rate: 1 }
  // A rate that stays the same to the last digit is taken for one that is stale.
  if (figure || rate !== undefined) return { kind: 'rate', rate: share + (asked % 2) / 1_000 }
  return { kind: 'window', errors: Math.ceil(share * REQUESTS), total: REQUESTS }
}
