import fc from 'fast-check'

/** Asia comes after production, when the script has rings. */
export const ENVIRONMENTS = ['production', 'asia'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

type Told = 'at-once' | 'late' | 'twice' | 'never'

/** What people and the platform do, each so many seconds after the one before. */
export type Act =
  /** Somebody moves the tag. GitHub tells of it at once, late, twice, or never (more than three tags in a push). */
  | { kind: 'push'; wait: number; environment: Environment; version: string; told: Told }
  /** A clone that had not fetched pushes what somebody had pushed before, object for object. */
  | { kind: 'stale-clone'; wait: number; back: number }
  /** Somebody puts the tag onto a version's own object by hand. */
  | { kind: 'by-hand'; wait: number; environment: Environment; version: string }
  /** Somebody runs the newest event again, outside the group that keeps guards apart. */
  | { kind: 'second-guard'; wait: number }
  /** The machines of all runs at work go away. */
  | { kind: 'lose-runs'; wait: number }
  /** All guards at work are cancelled, as from the page of the run; their post steps run. */
  | { kind: 'cancel'; wait: number }
  /** Their processes are killed; their post steps run. */
  | { kind: 'crash'; wait: number }
  | { kind: 'reconcile'; wait: number }
  /** Somebody puts back by hand what was there before. */
  | { kind: 'restore'; wait: number }

/** What goes wrong with one call of one run, both counted from 0. */
export type CallFault = {
  run: number
  call: number
  /** `late`: no answer, and it takes effect a while later. `lag`: an answer from a moment ago. */
  kind: 'lost-before' | 'lost-after' | 'late' | 'lag'
}

export type Script = {
  acts: Act[]
  faults: CallFault[]
  /** Taken in turn. */
  deploys: { seconds: number; fails: boolean }[]
  /** Moves by the token of an App start runs, those by GITHUB_TOKEN do not. */
  app: boolean
  /** What happens in production when a release is bad in asia; `none`: there is no asia, and all acts are of production. */
  rings: 'none' | 'stop' | 'roll-back-all'
}

/** Share of requests that fail. */
export const VERSIONS: Readonly<Record<string, Record<Environment, number>>> = {
  v1: { production: 0, asia: 0 },
  v2: { production: 0.3, asia: 0.3 },
  v3: { production: 0, asia: 0 },
  v4: { production: 0.25, asia: 0 },
  v5: { production: 0, asia: 0.25 },
}
export const badIn = (environment: Environment): string[] =>
  Object.entries(VERSIONS).flatMap(([version, failing]) => (failing[environment] > 0 ? [`${version}.0.0`] : []))

/** Which scripts there can be. */
export type Repertoire = {
  acts: readonly Act['kind'][]
  told: readonly Told[]
  faults: readonly CallFault['kind'][]
  rings: readonly Script['rings'][]
}

export const EVERYTHING: Repertoire = {
  acts: ['push', 'stale-clone', 'by-hand', 'second-guard', 'lose-runs', 'cancel', 'crash', 'reconcile', 'restore'],
  told: ['at-once', 'late', 'twice', 'never'],
  faults: ['lost-before', 'lost-after', 'late', 'lag'],
  rings: ['none', 'stop', 'roll-back-all'],
}

export function scriptsOf({ acts, told, faults, rings }: Repertoire): fc.Arbitrary<Script> {
  const kinds = actsOf(told)
  return fc.record({
    acts: fc.array(fc.oneof(kinds.push, kinds.push, ...acts.map((kind) => kinds[kind])), {
      minLength: 1,
      maxLength: 6,
    }),
    faults: fc.array(
      fc.record({
        run: fc.integer({ min: 0, max: 4 }),
        call: fc.integer({ min: 0, max: 30 }),
        kind: fc.constantFrom(...faults),
      }),
      { maxLength: 4 },
    ),
    deploys: fc.array(
      fc.record({
        seconds: fc.integer({ min: 1, max: 25 }),
        fails: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    app: fc.boolean(),
    rings: fc.constantFrom(...rings),
  })
}

function actsOf(told: readonly Told[]): { [K in Act['kind']]: fc.Arbitrary<Extract<Act, { kind: K }>> } {
  const wait = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 200 }))
  const version = fc.constantFrom(...Object.keys(VERSIONS))
  const environment: fc.Arbitrary<Environment> = fc.constantFrom('production', 'production', 'asia')
  return {
    // Most events come at once.
    push: fc.record({
      ...{ kind: fc.constant('push'), wait, environment, version },
      told: fc.oneof(fc.constant('at-once'), fc.constantFrom(...told)),
    }),
    'stale-clone': fc.record({ kind: fc.constant('stale-clone'), wait, back: fc.integer({ min: 1, max: 3 }) }),
    'by-hand': fc.record({ kind: fc.constant('by-hand'), wait, environment, version }),
    'second-guard': fc.record({ kind: fc.constant('second-guard'), wait }),
    'lose-runs': fc.record({ kind: fc.constant('lose-runs'), wait }),
    cancel: fc.record({ kind: fc.constant('cancel'), wait }),
    crash: fc.record({ kind: fc.constant('crash'), wait }),
    reconcile: fc.record({ kind: fc.constant('reconcile'), wait }),
    restore: fc.record({ kind: fc.constant('restore'), wait }),
  }
}
