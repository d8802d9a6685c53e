import fc from 'fast-check'
import { checkHistory } from '../check-history.ts'
import type { Violation } from '../history.ts'
import { playScript, type Variant } from './play-script.ts'
import { type Script, scripts } from './script.ts'

export type RandomResult =
  | { kind: 'passed'; histories: number }
  /** `script` is the shortest that was found. */
  | { kind: 'failed'; histories: number; seed: number; path: string; script: Script; violations: Violation[] }

/** Plays so many random scripts and stops at the first one that breaks something, which is then made as short as it gets. */
export async function checkRandom(
  options: { seed: number; runs: number; path?: string },
  variant: Variant = {},
): Promise<RandomResult> {
  const { seed, runs, path } = options
  const sound = fc.asyncProperty(
    scripts,
    async (script) => checkHistory(await playScript(script, variant)).length === 0,
  )
  const result = await fc.check(sound, { seed, numRuns: runs, ...(path === undefined ? {} : { path }) })
  const [script] = result.counterexample ?? []
  if (!result.failed || !script) return { kind: 'passed', histories: result.numRuns }
  const violations = checkHistory(await playScript(script, variant))
  const where = result.counterexamplePath ?? ''
  return { kind: 'failed', histories: result.numRuns, seed, path: where, script, violations }
}
