import type { DrillReport } from './run-drill.ts'

/** What ended otherwise than it should have; empty when the show showed what it is to show. */
export const differencesOf = (
  reports: readonly DrillReport[],
  { served, left, violations }: { served: string; left: readonly string[]; violations: readonly string[] },
): string[] => [
  ...reports.flatMap(({ drill, result }) => {
    const { reason, simulated } = drill.expected
    return result.reason === reason && result.detectionSimulated === simulated
      ? []
      : [`Drill ${drill.number}: expected ${reason}, found ${result.reason}: ${result.sentence}`]
  }),
  ...(served === 'v1.1.0' ? [] : [`Production: expected it to serve v1.1.0, found ${served}.`]),
  ...left.map((tag) => `Nothing of a drill is to be left, found ${tag}.`),
  ...violations.map((text) => `The action asked GitHub for something that GitHub does not know: ${text}`),
]
