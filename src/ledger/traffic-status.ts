import type { TrafficShare } from './record.ts'

/** Description of a status that keeps a record open. A person reads it, and whoever finishes a lost run. */
export const encodeTraffic = ({ percent, leaving }: TrafficShare): string =>
  leaving === null ? `traffic ${percent}%` : `traffic ${percent}%, going down (${leaving})`

/** `null` for any other description. */
export function decodeTraffic(description: string | null): TrafficShare | null {
  const match = /^traffic (\d{1,3})%(?:, going down \(([a-z-]+)\))?$/.exec(description ?? '')
  const percent = Number(match?.[1] ?? Number.NaN)
  return percent <= 100 ? { percent, leaving: match?.[2] ?? null } : null
}
