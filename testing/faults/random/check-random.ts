import fc from 'fast-check'
import { checkHistories } from '../check-histories.ts'
import type { Violation } from '../history.ts'
import type { Sabotage } from '../sabotage.ts'
import { playScript } from './play-script.ts'
import { EVERYTHING, type Repertoire, type Script, scriptsOf } from './script.ts'

export type RandomResult =
  | { kind: 'passed'; histories: number }
  /** `script` is the shortest that was found. */
  | { kind: 'failed'; histories: number; seed: number; path: string; script: Script; violations: Violation[] }

export type RandomOrder = {
  seed: number
  runs: number
  /** Of a failure that was found before: plays that one alone. */
  path?: string
  repertoire?: Repertoire
  sabotage?: Sabotage
}

/** Plays so many random scripts and stops at the first one that breaks something, which is then made as short as it gets. */
export async function checkRandom({ seed, runs, path, repertoire, sabotage }: RandomOrder): Promise<RandomResult> {
  const violationsOf = async (script: Script): Promise<Violation[]> =>
    checkHistories(await playScript(script, sabotage))
  const sound = fc.asyncProperty(
    scriptsOf(repertoire ?? EVERYTHING),
    async (script) => (await violationsOf(script)).length === 0,
  )
  const result = await fc.check(sound, { seed, numRuns: runs, ...(path === undefined ? {} : { path }) })
  const [script] = result.counterexample ?? []
  if (!result.failed) return { kind: 'passed', histories: result.numRuns }
  if (!script) throw new Error('It failed without a counterexample', { cause: result.errorInstance })
  const found = { histories: result.numRuns, seed, path: result.counterexamplePath ?? '' }
  return { kind: 'failed', ...found, script, violations: await violationsOf(script) }
}
