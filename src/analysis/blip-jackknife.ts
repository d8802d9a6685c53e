/**
 * What the evidence would be had one stretch of the watch not happened, for every such stretch. A window opens with
 * every round and covers the rounds that begin before `until`; its sums stand still inside and go on afterwards. The
 * one that opens with the first round is kept apart as `first`, too: start-ups are what bursts are most often.
 */
export type BlipJackknife = { first: Window | null; open: readonly Window[]; closed: readonly Sums[] }
/** From `certain` on, a burst that began in the window's first round may be over already. */
type Window = { certain: number; until: number; sums: Sums }
type Sums = readonly number[]

/**
 * One round of the watch, in seconds since the deploy; for each alternative the stake on "it begins now" and the
 * likelihood ratio. `failing`: hardly a request passed, so whatever makes them fail was there when the round began.
 */
export type Round = { start: number; end: number; stakes: Sums; ratios: readonly number[]; failing: boolean }

const CEILING = 1e200

/** S ← min(L (S + w), 1e200) for each alternative. Cutting off above only lowers the evidence. */
export function grow(sums: Sums, { stakes, ratios }: Round): number[] {
  return sums.map((sum, k) => Math.min((ratios[k] as number) * (sum + (stakes[k] as number)), CEILING))
}

/**
 * `before` are the undeleted sums as they were before this round; `ignored` is the length of a blip in seconds. A burst
 * begins anywhere in the first round of its window and so ends by that round's end plus its length; in a round that
 * was `failing` from its beginning on, by the beginning plus its length.
 */
export function advanceJackknife(jackknife: BlipJackknife, before: Sums, round: Round, ignored: number): BlipJackknife {
  const certain = (round.failing ? round.start : round.end) + ignored
  const opened = { certain, until: round.end + ignored, sums: plus(before, round.stakes) }
  const still = jackknife.open.filter(({ until }) => round.start < until)
  const ending = jackknife.open.filter(({ until }) => round.start >= until)
  const closed = ending.reduce<readonly Sums[]>((front, { sums }) => keepLowest(front, sums), jackknife.closed)
  return {
    first: jackknife.first === null ? opened : goOn(jackknife.first, round),
    open: [...still.map((window) => goOn(window, round)), opened],
    closed: closed.map((sums) => grow(sums, round)),
  }
}

/** Where a burst may be over already, a round counts as far as it speaks for a regression: more errors never help. */
function goOn({ certain, until, sums }: Window, round: Round): Window {
  if (round.start >= until) return { certain, until, sums: grow(sums, round) }
  const deleted = plus(sums, round.stakes)
  if (round.start < certain) return { certain, until, sums: deleted }
  return { certain, until, sums: grow(sums, round).map((sum, k) => Math.max(sum, deleted[k] as number)) }
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
