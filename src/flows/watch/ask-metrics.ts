import type { Reading } from '../../analysis/reading.ts'
import type { WatchSettings } from '../../config/settings.ts'
import type { Diary } from '../diary.ts'
import type { Clock, MetricSources } from '../ports.ts'
import type { Tell } from '../progress.ts'

/** A service that has just been restarted, or a busy metric source, answers the second or third time. */
const TRIES = 3
/** Seconds between them at most: nobody wants to wait hours for a deploy because the watch polls once an hour. */
const LONGEST_WAIT = 10

/** Asks every source that decides: why the first of them does not answer, or `null`. One that is dry-run may be silent. */
export async function askMetrics(
  sources: MetricSources,
  settings: WatchSettings,
  { clock, diary, tell }: { clock: Clock; diary: Diary; tell: Tell },
): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    const { deciding, dryRun, empty, errorless } = await silentMetrics(sources, settings, clock.now())
    if (deciding.length === 0 || attempt === TRIES) {
      for (const detail of dryRun) diary.warn(`A dry-run metric does not answer properly: ${detail}`)
      for (const detail of empty) diary.warn(detail)
      for (const text of errorless) tell({ kind: 'detail', text })
      return deciding[0] ?? null
    }
    await clock.sleep(Math.min(settings.interval, LONGEST_WAIT) * 1000)
  }
}

async function silentMetrics(
  sources: MetricSources,
  { metrics, lag, interval }: WatchSettings,
  now: number,
): Promise<Record<Remark, string[]>> {
  const window = { since: now - (lag + interval) * 1000, until: now - lag * 1000 }
  const asked = await Promise.all(
    metrics.map(async ({ name, dryRun }) => {
      const reading = await sources.get(name)?.read(window)
      const remark = reading && remarkOn(reading)
      return remark && { ...remark, detail: metrics.length === 1 ? remark.detail : `${name}: ${remark.detail}`, dryRun }
    }),
  )
  const remarks = asked.filter((remark) => remark != null)
  const of = (wanted: Remark) =>
    remarks
      .filter(({ kind, dryRun }) => (kind === 'deciding' && dryRun ? 'dryRun' : kind) === wanted)
      .map(({ detail }) => detail)
  return { deciding: of('deciding'), dryRun: of('dryRun'), empty: of('empty'), errorless: of('errorless') }
}

type Remark = 'deciding' | 'dryRun' | 'empty' | 'errorless'

/** A wrong name or label is answered like a service without traffic, or one without errors: better said now than after the watch. */
function remarkOn(reading: Reading): { kind: Remark; detail: string } | null {
  if (reading.kind === 'unavailable') return { kind: 'deciding', detail: reading.detail }
  if (reading.kind === 'nothing' && reading.what === 'empty')
    return {
      kind: 'empty',
      detail: `The metric has nothing to count yet (${reading.detail}). If there is traffic now, a name or a label in the query is wrong`,
    }
  if (reading.kind === 'counters' && reading.errors.size === 0)
    return {
      kind: 'errorless',
      detail: 'errors has no series yet: none has happened so far, or a name or a label in the query is wrong',
    }
  return null
}
