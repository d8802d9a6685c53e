import type { WatchSettings } from '../config/settings.ts'
import type { Diary } from './diary.ts'
import type { Clock, MetricSources } from './ports.ts'

/** A service that has just been restarted, or a busy metric source, answers the second or third time. */
const TRIES = 3
/** Seconds between them at most: nobody wants to wait hours for a deploy because the watch polls once an hour. */
const LONGEST_WAIT = 10

/** Asks every source that decides: why the first of them does not answer, or `null`. One that is dry-run may be silent. */
export async function askMetrics(
  sources: MetricSources,
  settings: WatchSettings,
  clock: Clock,
  diary: Diary,
): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    const { deciding, dryRun } = await silentMetrics(sources, settings, clock.now())
    if (deciding.length === 0 || attempt === TRIES) {
      for (const detail of dryRun) diary.warn(`A dry-run metric does not answer properly: ${detail}`)
      return deciding[0] ?? null
    }
    await clock.sleep(Math.min(settings.interval, LONGEST_WAIT) * 1000)
  }
}

async function silentMetrics(
  sources: MetricSources,
  { metrics, lag, interval }: WatchSettings,
  now: number,
): Promise<{ deciding: string[]; dryRun: string[] }> {
  const window = { since: now - (lag + interval) * 1000, until: now - lag * 1000 }
  const asked = await Promise.all(
    metrics.map(async ({ name, dryRun }) => {
      const reading = await sources.get(name)?.read(window)
      if (reading?.kind !== 'unavailable') return null
      return { dryRun, detail: metrics.length === 1 ? reading.detail : `${name}: ${reading.detail}` }
    }),
  )
  const silent = asked.filter((answer) => answer !== null)
  const detailsOf = (dry: boolean) => silent.filter(({ dryRun }) => dryRun === dry).map(({ detail }) => detail)
  return { deciding: detailsOf(false), dryRun: detailsOf(true) }
}
