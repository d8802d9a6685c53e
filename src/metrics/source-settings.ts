import type { UnavailableReason } from '../analysis/reading.ts'
import { allOf, problemsError, problemsIn } from '../config/all-of.ts'
import type { PlaceholderValues } from '../config/fill-placeholders.ts'
import type { Figure } from './figure.ts'

/** What a metric source is built from. Texts as the user wrote them, placeholders not yet filled in. */
export type SourceSettings = {
  url?: string | undefined
  headers: Readonly<Record<string, string>>
  /** Either `errors` and `total`, or `rate`, in the language of the source. */
  errors?: string | undefined
  total?: string | undefined
  rate?: string | undefined
  /** What the figure that `rate` asks for is, when it is no error rate. */
  figure?: Figure | undefined
  /** For one answer, from connecting to its last byte. */
  timeoutSeconds: number
  values: PlaceholderValues
  fetch: typeof globalThis.fetch
  /** A bash script, for the source that is one. */
  command?: string | undefined
  run?: RunScript | undefined
}

/** Runs a bash script in the environment of a deploy and keeps what it prints on standard output. Never throws. */
export type RunScript = (script: string, timeoutSeconds: number) => Promise<ScriptRun>

type ScriptRun =
  | { kind: 'exited'; code: number; stdout: string }
  | { kind: 'failed'; what: 'timeout' | 'too-large' | 'unreachable'; detail: string }

/** What to ask for: `Query` is text as written, or what a source made of it. */
export type Asked<Query> =
  | { kind: 'counts'; errors: Query; total: Query }
  | { kind: 'rate'; rate: Query; figure?: Figure }

export type Unavailable = { kind: 'unavailable'; what: UnavailableReason; detail: string }

/**
 * Prepares what the settings ask for by `prepare`.
 *
 * @throws when neither or both are given, and what `prepare` throws, with the name of the setting before it
 */
export const askedOf = <Query>(settings: SourceSettings, prepare: (query: string) => Query): Asked<Query> => {
  const given = (['errors', 'total', 'rate'] as const).filter((name) => (settings[name] ?? '').trim() !== '')
  const prepared = (name: 'errors' | 'total' | 'rate'): Query =>
    inSetting(name === 'rate' ? (settings.figure?.name ?? name) : name, () => prepare((settings[name] ?? '').trim()))
  switch (given.join()) {
    case 'errors,total': {
      const [errors, total] = allOf(
        () => prepared('errors'),
        () => prepared('total'),
      )
      return { kind: 'counts', errors, total }
    }
    case 'rate':
      return { kind: 'rate', rate: prepared('rate'), ...(settings.figure ? { figure: settings.figure } : {}) }
    default:
      throw new Error(`metric: expected errors and total, or rate, got ${given.join(' and ') || 'none of them'}`)
  }
}

/** Runs `check`; what it throws gets the name of the setting in front. */
export const inSetting = <Result>(name: string, check: () => Result): Result => {
  try {
    return check()
  } catch (error) {
    throw problemsError(problemsIn(error).map((problem) => `${name}: ${problem}`))
  }
}

/** For descriptions: what is asked, with its placeholders filled in. */
export const sayAsked = <Query>(asked: Asked<Query>, textOf: (query: Query) => string): string =>
  asked.kind === 'rate'
    ? `${asked.figure?.name ?? 'rate'} ${textOf(asked.rate)}`
    : `errors ${textOf(asked.errors)}, total ${textOf(asked.total)}`

export const unavailable = (what: UnavailableReason, detail: string): Unavailable => ({
  kind: 'unavailable',
  what,
  detail,
})
