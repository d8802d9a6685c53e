/**
 * What the evidence would be had one stretch of the watch not happened, for every such stretch. A window opens with
 * every round and covers the rounds that begin before `until`; its sums stand still inside and go on afterwards.
 */
export type BlipJackknife = { open: readonly Window[]; closed: readonly Sums[] }
type Window = { until: number; sums: Sums }
type Sums = readonly number[]

/** One round of the watch, in seconds since the deploy; for each alternative the stake on "it begins now" and the likelihood ratio. */
export type Round = { start: number; end: number; stakes: Sums; ratios: readonly number[] }

const CEILING = 1e200

/** S ← min(L (S + w), 1e200) for each alternative. Cutting off above only lowers the evidence. */
export function grow(sums: Sums, { stakes, ratios }: Round): number[] {
  return sums.map((sum, k) => Math.min((ratios[k] as number) * (sum + (stakes[k] as number)), CEILING))
}

/** `before` are the undeleted sums as they were before this round; `ignored` is the length of a blip in seconds. */
export function advanceJackknife(jackknife: BlipJackknife, before: Sums, round: Round, ignored: number): BlipJackknife {
  const still = jackknife.open.filter(({ until }) => round.start < until)
  const ending = jackknife.open.filter(({ until }) => round.start >= until)
  const open = still.map(({ until, sums }) => ({ until, sums: plus(sums, round.stakes) }))
  open.push({ until: round.end + ignored, sums: plus(before, round.stakes) })
  const closed = ending.reduce<readonly Sums[]>((front, { sums }) => keepLowest(front, sums), jackknife.closed)
  return { open, closed: closed.map((sums) => grow(sums, round)) }
}

/** Deletions whose sums are all at least those of another one can never again be the lowest: they are dropped. */
function keepLowest(front: readonly Sums[], added: Sums): readonly Sums[] {
  if (front.some((sums) => atMost(sums, added))) return front
  return [...front.filter((sums) => !atMost(added, sums)), added]
}

function atMost(left: Sums, right: Sums): boolean {
  for (let k = 0; k < left.length; k += 1) if ((left[k] as number) > (right[k] as number)) return false
  return true
}

function plus(sums: Sums, stakes: Sums): number[] {
  return sums.map((sum, k) => sum + (stakes[k] as number))
}
