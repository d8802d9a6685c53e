/** One hour's budget of a token, as the headers `x-ratelimit-*` tell it. */
export type RateLimit = { limit: number; remaining: number; used: number; reset: number }

export type RateLimits = {
  of(key: string): RateLimit
  spend(key: string): RateLimit
}

/** `limit` requests an hour for each key. The local GitHub counts, but refuses nobody: faults do that where a test wants it. */
export const createRateLimits = (limit: number, now: () => number): RateLimits => {
  const used = new Map<string, { count: number; reset: number }>()
  const current = (key: string): { count: number; reset: number } => {
    const found = used.get(key)
    if (found !== undefined && found.reset * 1000 > now()) return found
    const fresh = { count: 0, reset: Math.ceil(now() / 1000) + 3600 }
    used.set(key, fresh)
    return fresh
  }
  const of = (key: string): RateLimit => {
    const { count, reset } = current(key)
    return { limit, remaining: Math.max(0, limit - count), used: count, reset }
  }
  return {
    of,
    spend: (key) => {
      current(key).count += 1
      return of(key)
    },
  }
}
