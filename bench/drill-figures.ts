import { type Figure, figureOf } from './figure.ts'
import type { MeasuredDrill } from './measured-drill.ts'

/** Milliseconds of a drill beside what it waits for between two polls, on loopback. */
const TARGET = 2_000

const PHASES = ['arm', 'deploy', 'detect', 'move-back', 'redeploy', 'verify', 'recover'] as const

/** How long drills took as a whole, in their parts, and without the time in which nothing was to be done. */
export function drillFigures(of: string, drills: readonly MeasuredDrill[]): Figure[] {
  const all = (pick: (drill: MeasuredDrill) => number): number[] => drills.map(pick)
  const ms = { of, unit: 'ms' as const }
  return [
    figureOf({
      ...ms,
      name: 'without waiting for polls',
      values: all((drill) => drill.ms - drill.waitedMs),
      target: TARGET,
    }),
    figureOf({ ...ms, name: 'the whole process', values: all((drill) => drill.ms) }),
    figureOf({ ...ms, name: 'of which waiting for polls', values: all(({ waitedMs }) => waitedMs) }),
    figureOf({ ...ms, name: 'of which the local GitHub answering', values: all(({ answeringMs }) => answeringMs) }),
    figureOf({ ...ms, name: 'time to rollback', values: all(({ timeToRollback }) => timeToRollback) }),
    ...PHASES.map((phase) =>
      figureOf({ ...ms, name: `phase ${phase}`, values: all(({ phases }) => phases[phase] ?? Number.NaN) }),
    ),
    figureOf({ of, unit: 'requests', name: 'API requests', values: all(({ requests }) => requests.api) }),
    figureOf({ of, unit: 'requests', name: 'git requests', values: all(({ requests }) => requests.git) }),
  ]
}
