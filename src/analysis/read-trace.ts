import { flawIn } from './check-measurement.ts'
import type { Measurement } from './measurement.ts'
import type { Policy } from './policy.ts'
import type { NothingReason, UnavailableReason } from './reading.ts'

/** One recorded watch. */
export type RecordedTrace = { id: string; measurements: Measurement[] }

type Fields = Record<string, unknown>

/** Of the output `result` whose measurements can be read. */
const RESULT_SCHEMA = 1

/**
 * Reads one line of recorded measurements, such as
 * `{"id":"a","measurements":[{"t":5,"errors":1,"total":50},{"t":10,"unavailable":"timeout"}]}`, t in seconds since the
 * deploy was finished. The output `result` of a run is such an object too, called after its move; its other fields are
 * passed over. Of a run with several metrics `metric` says which one; without it, the one that decided. Throws an Error that names line, trace and measurement, what was expected and what was found.
 */
export function readTrace(text: string, line: number, policy: Policy, metric?: string): RecordedTrace {
  const trace = parse(text, `line ${line}`)
  const id = trace.id ?? idOfResult(trace, line)
  if (typeof id !== 'string') throw new Error(`line ${line}: id must be a string, found ${JSON.stringify(id)}`)
  const where = `line ${line}, trace ${JSON.stringify(id)}`
  const { measurements: found } = metric === undefined ? trace : ofMetric(trace, metric, where)
  if (!Array.isArray(found))
    throw new Error(`${where}: measurements must be an array, found ${JSON.stringify(found) ?? 'none'}`)
  let after: number | null = null
  const measurements = found.map((fields: unknown, i) => {
    const place = `${where}, measurement ${i + 1}`
    const measurement = toMeasurement(fields, place, policy)
    const flaw = flawIn(measurement, after)
    if (flaw !== null) throw new Error(`${place} (t = ${measurement.at}): ${flaw}`)
    after = measurement.at
    return measurement
  })
  return { id, measurements }
}

/** `components/prompts/extraction v1.2.0 in production`, for the `result` of a run. */
function idOfResult({ schemaVersion, component, environment, to }: Fields, line: number): string {
  if (schemaVersion !== undefined && schemaVersion !== RESULT_SCHEMA)
    throw new Error(`line ${line}: schemaVersion must be ${RESULT_SCHEMA}, found ${JSON.stringify(schemaVersion)}`)
  const version = isObject(to) ? to.version : undefined
  const named = [component, version, environment].every((name) => typeof name === 'string')
  return named ? `${component} ${version} in ${environment}` : `line ${line}`
}

/** The metric that decided is told by `decidedBy`; the others are in `otherMetrics`. */
function ofMetric(trace: Fields, metric: string, where: string): Fields {
  if (trace.decidedBy === metric) return trace
  const others = Array.isArray(trace.otherMetrics) ? trace.otherMetrics.filter(isObject) : []
  const own = others.find(({ name }) => name === metric)
  if (own) return own
  const known = [trace.decidedBy, ...others.map(({ name }) => name)].filter((name) => typeof name === 'string')
  throw new Error(`${where}: expected a metric called ${metric}, found ${known.join(', ') || 'one without a name'}`)
}

function toMeasurement(value: unknown, place: string, policy: Policy): Measurement {
  if (!isObject(value)) throw new Error(`${place}: expected an object, found ${JSON.stringify(value)}`)
  const { t: at, ...fields } = value
  if (typeof at !== 'number') throw new Error(`${place}: t must be a number of seconds, found ${JSON.stringify(at)}`)
  const shape = Object.keys(fields).sort().join()
  const misfit = misfitOf(shape, fields, policy)
  if (misfit !== null) throw new Error(`${place} (t = ${at}): ${misfit}`)
  switch (shape) {
    case 'errors,total':
      return { kind: 'counts', at, ...counts(fields, place) }
    case 'baseline,errors,total':
      return { kind: 'counts', at, ...counts(fields, place), baseline: counts(fields.baseline, `${place}, baseline`) }
    case 'rate':
      return { kind: 'rate', at, rate: number(fields, 'rate', place) }
    case 'score':
      return { kind: 'rate', at, rate: 1 - number(fields, 'score', place) }
    case 'unavailable':
      return { kind: 'unavailable', at, what: text(fields, 'unavailable', place) as UnavailableReason, detail: '' }
    case 'nothing':
      return { kind: 'nothing', at, what: text(fields, 'nothing', place) as NothingReason, detail: '' }
    default:
      throw new Error(
        `${place} (t = ${at}): expected errors and total (and baseline), rate, score, unavailable or nothing, found ${shape || 'nothing at all'}`,
      )
  }
}

/** Why a measurement of this shape is not in the unit that the policy judges, or null. The `rate` of a score is its shortfall. */
function misfitOf(shape: string, { rate }: Fields, { baseline, reads = 'error-rate' }: Policy): string | null {
  const counted = shape === 'errors,total' || shape === 'baseline,errors,total'
  if (baseline && shape === 'errors,total') return 'the policy compares with a baseline, found no baseline counts'
  if (baseline && (shape === 'rate' || shape === 'score'))
    return `the policy compares counts with a baseline, found a ${shape}`
  if (shape === 'score' && reads !== 'score') return `the policy reads ${reads}, found a score`
  if (reads !== 'error-rate' && counted) return `the policy reads ${reads}, found counts`
  if (reads === 'limit' && shape === 'rate' && rate !== 0 && rate !== 1)
    return `the policy reads limit: expected a rate of 1 (beyond the limit) or 0, found ${JSON.stringify(rate)}`
  return null
}

function counts(value: unknown, place: string): { errors: number; total: number } {
  if (!isObject(value)) throw new Error(`${place}: expected errors and total, found ${JSON.stringify(value)}`)
  return { errors: number(value, 'errors', place), total: number(value, 'total', place) }
}

function number(fields: Fields, name: string, place: string): number {
  const value = fields[name]
  if (typeof value === 'number') return value
  throw new Error(`${place}: ${name} must be a number, found ${JSON.stringify(value) ?? 'none'}`)
}

function text(fields: Fields, name: string, place: string): string {
  const value = fields[name]
  if (typeof value === 'string' && value !== '') return value
  throw new Error(`${place}: ${name} must be a reason in words, found ${JSON.stringify(value)}`)
}

function parse(text: string, place: string): Fields {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Error(`${place}: expected one JSON object a line: ${(error as Error).message}`, { cause: error })
  }
  if (!isObject(value)) throw new Error(`${place}: expected one JSON object a line, found ${JSON.stringify(value)}`)
  return value
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
