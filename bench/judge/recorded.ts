import { readFileSync } from 'node:fs'
import { BIN, LENGTH, type Trace } from './trace.ts'

/** A watch of a real service, recorded by `npm run bench:record`. */
export type RecordedWatch = { plan: string; onset: number | null; trace: Trace }

type Line = { id: string; onset: number | null; measurements: Record<string, number | string>[] }

/** Reads recordings, a watch a line. `id` is the name of the plan and a number, such as `5 % #2`. */
export function readRecordings(file: string): RecordedWatch[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const { id, onset, measurements } = JSON.parse(line) as Line
      return { plan: id.replace(/ #\d+$/, ''), onset, trace: toTrace(measurements) }
    })
}

/** Sums at each poll. What had nothing to count adds nothing; what was not answered is down at that time. */
function toTrace(measurements: Line['measurements']): Trace {
  const bins = LENGTH / BIN
  const at = new Map(measurements.map((measurement) => [Math.round(Number(measurement.t) / BIN), measurement]))
  const trace = {
    errors: new Float64Array(bins + 1),
    total: new Float64Array(bins + 1),
    down: new Uint8Array(bins + 1),
  }
  for (let bin = 1; bin <= bins; bin += 1) {
    const { errors = 0, total = 0, unavailable } = at.get(bin) ?? {}
    trace.errors[bin] = (trace.errors[bin - 1] as number) + Number(errors)
    trace.total[bin] = (trace.total[bin - 1] as number) + Number(total)
    trace.down[bin] = unavailable === undefined ? 0 : 1
  }
  return trace
}
