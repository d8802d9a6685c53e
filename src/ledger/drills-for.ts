import type { DeployRecord } from './record.ts'
import { foldStanding } from './standing.ts'

/** Where the rollback of an environment is practised, unless its settings name another place. */
export const drillEnvironmentOf = (environment: string, named: string | null): string => named ?? `${environment}-drill`

/**
 * Drills that count for an environment, newest first, among the records of where they take place. By its name alone that
 * serves one environment; whoever names it lets drills of others count, such as one region's for all.
 */
export const drillsFor = (
  environment: string,
  named: string | null,
  records: readonly DeployRecord[],
): readonly DeployRecord[] =>
  foldStanding(records).drills.filter(({ practised = environment }) => named !== null || practised === environment)
