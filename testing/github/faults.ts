/** What a fault can be chosen by. `route` is a template such as `/repos/{owner}/{repo}/git/ref/{ref}`. */
export type FaultTarget = {
  kind: 'rest' | 'graphql' | 'git'
  method: string
  path: string
  route: string
  /** Name of the GraphQL operation. */
  operation: string | null
  tokenLogin: string | null
  body: string
}

export type Fault =
  /** Answers this and does nothing. */
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
  | { kind: 'delay'; ms: number }
  /** Cuts the connection before anything was done. */
  | { kind: 'drop-before' }
  /** Does everything, then cuts the connection without an answer. */
  | { kind: 'drop-after' }
  /** Something else happens first: somebody moves a tag at the worst moment. */
  | { kind: 'first'; run: () => Promise<void> }

/** `nth` counts the requests that fit, from 1, and means only that one. */
type FaultMatch =
  | ((target: FaultTarget) => boolean)
  | { kind?: FaultTarget['kind']; method?: string; route?: string; operation?: string; nth?: number }

/** Without `times` the fault stays until it is removed. */
export type Injection = { match: FaultMatch; times?: number; fault: Fault }

export type Faults = {
  inject(injection: Injection): () => void
  /** The faults that hit this request, in the order of their injection. Each is counted. */
  hitting(target: FaultTarget): Fault[]
}

export const createFaults = (): Faults => {
  const active = new Map<Injection, { seen: number; hits: number }>()

  const fits = (match: FaultMatch, target: FaultTarget): boolean => {
    if (typeof match === 'function') return match(target)
    const { kind, method, route, operation } = match
    return (
      (kind === undefined || kind === target.kind) &&
      (method === undefined || method === target.method) &&
      (route === undefined || route === target.route) &&
      (operation === undefined || operation === target.operation)
    )
  }

  return {
    inject: (injection) => {
      active.set(injection, { seen: 0, hits: 0 })
      return () => void active.delete(injection)
    },
    hitting: (target) => {
      const hit: Fault[] = []
      for (const [injection, count] of active) {
        if (!fits(injection.match, target)) continue
        count.seen += 1
        const nth = typeof injection.match === 'function' ? undefined : injection.match.nth
        if (nth !== undefined && count.seen !== nth) continue
        if (injection.times !== undefined && count.hits >= injection.times) continue
        count.hits += 1
        hit.push(injection.fault)
      }
      return hit
    },
  }
}
