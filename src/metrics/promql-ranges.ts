import { literalsOfPromQL } from '../config/promql-literals.ts'

/** Their results are per second, so they are no counts over any range. */
const PER_SECOND = /\b(rate|irate|deriv|rate_prometheus|rollup_rate|rollup_deriv)\s*\(/i
/** Asked again, they count the same requests again, unless their range is the time since the last answer. */
const OVER_TIME =
  /\b(increase|delta|idelta|increase_pure|increase_prometheus|rollup_increase|rollup_delta|(?:sum|count|avg)_over_time)\s*\(/i

type PromQLRanges = {
  /** It has a `{window}`. */
  window: boolean
  /** Why it is neither a cumulative counter nor a count in `{window}`, or null. */
  flaw: string | null
}

/** @throws when a quote is not closed */
export const rangesOfPromQL = (query: string): PromQLRanges => {
  const code = literalsOfPromQL(query)
    .map((part) => (part.kind === 'code' ? part.text : part.kind === 'literal' ? '""' : ' '))
    .join('')
  const window = code.includes('{window}')
  const perSecond = PER_SECOND.exec(code)?.[1]
  if (perSecond !== undefined) return { window, flaw: `${perSecond}(…), whose result is per second and no count` }
  const overTime = OVER_TIME.exec(code)?.[1]
  const hasOtherRange = code.match(/\[[^\]]*\]/g)?.some((range) => !range.includes('{window}')) ?? false
  return overTime !== undefined && (!window || hasOtherRange)
    ? { window, flaw: `${overTime}(…) over a fixed time, which would count the same requests again at every poll` }
    : { window, flaw: null }
}
