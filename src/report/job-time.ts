import { defaultJobMinutes } from '../config/job-minutes.ts'
import type { CheckedPair } from '../flows/check-configuration.ts'

export type JobTime = { minutes: number; sentence: string; enough: boolean }

/** What the longest of the guards needs as `timeout-minutes`, and whether it has that where nobody has written anything. */
export function jobTime(pairs: readonly CheckedPair[]): JobTime | null {
  const [longest] = pairs.filter(({ jobMinutes }) => jobMinutes !== null).toSorted((one, other) => of(other) - of(one))
  if (!longest) return null
  const [minutes, usual] = [of(longest), defaultJobMinutes()]
  const enough = minutes <= usual
  const where = `${longest.component} in ${longest.environment}`
  const needs = `A job that guards ${where} needs timeout-minutes: ${minutes}, so that it is never cut off in a rollback`
  return {
    ...{ minutes, enough },
    sentence: enough ? needs : `${needs}. The default of ${usual} is too short: write it into the workflow`,
  }
}

const of = ({ jobMinutes }: CheckedPair): number => jobMinutes ?? 0
