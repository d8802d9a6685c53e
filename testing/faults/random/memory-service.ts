import type { Clock, Deployer, MetricSource } from '../../../src/flows/ports.ts'
import type { HistoryEvent } from '../history.ts'
import { type Environment, type Script, VERSIONS } from './script.ts'

/** The service of one environment: ten requests a second, of which what is served lets some fail. Deploys take their time. */
export function createMemoryService(
  clock: Clock,
  { script, environment }: { script: Script; environment: Environment },
  happened: (event: HistoryEvent) => void,
) {
  const rates: Record<string, number> = Object.fromEntries(
    Object.entries(VERSIONS).map(([version, failing]) => [`${version}.0.0`, failing[environment]]),
  )
  let served = 'v1.0.0'
  let deploys = 0
  const counted = { errors: 0, total: 0, at: clock.now() }
  const count = (): void => {
    const requests = Math.floor(((clock.now() - counted.at) / 1000) * 10)
    counted.at += requests * 100
    counted.total += requests
    counted.errors += requests * (rates[served] ?? 0)
  }
  const series = (value: number): Map<string, number> => new Map([['', value]])
  return {
    served: (): string => served,
    source: (): MetricSource => ({
      description: 'memory',
      read: async () => {
        count()
        return { kind: 'counters', errors: series(counted.errors), total: series(counted.total) }
      },
    }),
    /** `clock` stops for ever when the machine of the run is gone, and the deploy with it. */
    deployerFor: (by: string, runClock: Clock, cancelled: AbortSignal): Deployer => ({
      prepare: async () => {},
      deploy: async ({ release: { version }, reason }) => {
        const { seconds, fails } = script.deploys[deploys++ % script.deploys.length] ?? { seconds: 1, fails: false }
        happened({ kind: 'deploy-began', at: clock.now(), by, version, reason })
        await runClock.sleep(seconds * 1000, cancelled)
        happened({ kind: 'deploy-ended', at: clock.now(), by, version, reason })
        if (cancelled.aborted) return { kind: 'failed', detail: 'stopped before it finished' }
        if (fails) return { kind: 'failed', detail: 'exit code 1' }
        count()
        served = version
        return { kind: 'deployed' }
      },
    }),
    askServed: async ({ version }: { version: string }) =>
      served === version ? ({ kind: 'served' } as const) : ({ kind: 'differs', found: served } as const),
  }
}
