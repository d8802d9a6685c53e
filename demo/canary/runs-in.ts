import type { ActReport } from '../stage/act-report.ts'

/** The version that an environment tag named when an act had ended. */
export const runsIn = ({ refs }: Pick<ActReport, 'refs'>, environment: string): string =>
  refs.after.find(({ slot }) => slot === environment)?.version ?? '-'
