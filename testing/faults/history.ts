/** Who moved, asked or deployed: `human`, or one of the runs. */
export type Actor = string

/** What happened, in the order in which it took effect. Times in milliseconds. */
export type HistoryEvent =
  /** A tag really moved. Objects; `null` is no tag. */
  | { kind: 'moved'; at: number; by: Actor; from: string | null; to: string | null }
  /** Somebody asked to move it. `expected: null` asks for no comparison. */
  | { kind: 'asked-to-move'; at: number; by: Actor; expected: string | null; to: string }
  | { kind: 'deploy-began' | 'deploy-ended'; at: number; by: Actor; version: string; reason: string }
  /** The router was asked to give a version this share, and did; or never got it, or refused. */
  | { kind: 'traffic' | 'traffic-refused'; at: number; by: Actor; version: string; percent: number }
  | StageEnd
  | { kind: 'leaked'; at: number; by: Actor; where: string }
  /** The platform saw something that it would not have answered. */
  | { kind: 'objection'; at: number; by: Actor; text: string }

export type StageEnd = {
  kind: 'stage-ended'
  at: number
  by: Actor
  stage: 'main' | 'post' | 'reconcile'
  /** `killed`: by a signal, from outside. `hung`: it did not end in any time that is left to it. */
  how: 'exited' | 'killed' | 'hung'
  exitCode: number | null
  /** As its outputs say; empty when it said nothing. */
  decision: string
  reason: string
  tag: string
  /** All that a person can read of it. */
  text: string
}

export type RunFact = {
  kind: 'guard' | 'rollback' | 'reconcile'
  /** The object of the move that a guard follows; in a ring, of the one that it has made itself. */
  follows: string | null
  /** A ring: the guard has moved the tag there to what it follows. */
  goesOn?: boolean
  /** The machine went away in the middle: nobody can finish but a later run. */
  lost: boolean
}

export type EndRecord = {
  /** `guard 200` */
  by: Actor
  version: string
  kind: string
  state: string | null
}

/** Everything that is known when all is over. Plain data: whether it is right is decided from this alone. */
export type History = {
  start: { tag: string | null; served: string }
  events: HistoryEvent[]
  end: { tag: string | null; served: string; records: EndRecord[]; openIncidents: string[] }
  runs: Record<Actor, RunFact>
  /** Object → version. */
  versionOf: Record<string, string>
  /** Versions that fail too many requests. */
  bad: string[]
  /** A run that looks at everything came last: nothing may be left open then. */
  reconciled: boolean
}

export type Violation = { rule: string; sentence: string }
