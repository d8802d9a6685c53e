import { type Figure, figureOf } from './figure.ts'
import type { KeptMove, RolledBackMove } from './guarded-moves.ts'

const MB = 1_000_000

export type MeasuredCase = {
  name: string
  kept: KeptMove
  rolledBack: readonly RolledBackMove[]
  cloned: { ms: number; requests: number }
}

/** The figures of one case, each beside git doing the same, or beside the same with few tags. */
export function guardFigures(measured: MeasuredCase, few: MeasuredCase, emptyPeak: number): Figure[] {
  const { name: of, kept, rolledBack, cloned } = measured
  const runs = [kept, ...rolledBack]
  const all = (pick: (move: RolledBackMove) => number): number[] => rolledBack.map(pick)
  const cloneName = 'git clone --bare'
  const pushName = 'git push --force-with-lease'
  const requests = { of, unit: 'requests' as const }
  const ms = { of, unit: 'ms' as const }
  const peaks = runs.map(({ peakBytes }) => peakBytes / MB)
  return [
    figureOf({
      ...{ ...requests, name: 'API requests, healthy guard', values: [kept.requests.api], target: 4 },
      beside: { name: cloneName, values: [cloned.requests] },
    }),
    figureOf({
      ...{ ...requests, name: 'API requests, what a rollback adds', target: 4 },
      values: all((move) => move.requests.api - kept.requests.api),
      beside: { name: pushName, values: all((move) => move.gitPush.requests) },
    }),
    figureOf({
      ...{ ...requests, name: 'API requests, breach to tag moved', target: 1 },
      values: all((move) => move.requestsToMove),
      beside: { name: pushName, values: all((move) => move.gitPush.requests) },
    }),
    figureOf({ ...requests, name: 'conditional looks, healthy guard', values: [kept.requests.conditional] }),
    figureOf({ ...requests, name: 'git requests, healthy guard', values: [kept.requests.git] }),
    figureOf({
      ...{ ...ms, name: 'decided to tag moved, by the timeline', target: 50 },
      values: all((move) => move.decidedToMovedMs),
      beside: { name: pushName, values: all((move) => move.gitPush.ms) },
    }),
    figureOf({
      ...{ ...ms, name: 'deciding scrape answered to move answered', target: 50 },
      values: all((move) => move.scrapedToAnsweredMs),
      beside: { name: pushName, values: all((move) => move.gitPush.ms) },
    }),
    figureOf({ ...ms, name: 'of which the local GitHub answering', values: all((move) => move.answeringMs) }),
    figureOf({
      ...{ ...ms, name: 'read and armed', values: runs.map(({ armedMs }) => armedMs) },
      beside: { name: cloneName, values: [cloned.ms] },
    }),
    ...(measured === few
      ? []
      : [
          figureOf({
            ...{ ...ms, name: 'read and armed, over few tags', values: runs.map(({ armedMs }) => armedMs) },
            beside: { name: few.name, values: [few.kept, ...few.rolledBack].map(({ armedMs }) => armedMs) },
          }),
        ]),
    figureOf({
      ...{ of, unit: 'MB', name: 'peak memory of a guard', values: peaks, target: 120 },
      beside: { name: 'an empty Node script', values: [emptyPeak / MB] },
    }),
  ]
}

/** A guard of a version that is not among the hundred newest, which the first request reads. */
export function oldVersionFigures(of: string, kept: KeptMove, newest: KeptMove): Figure[] {
  const beside = 'a guard of the newest version'
  return [
    figureOf({
      ...{ of, unit: 'requests', name: 'API requests, healthy guard', values: [kept.requests.api], target: 4 },
      beside: { name: beside, values: [newest.requests.api] },
    }),
    figureOf({
      ...{ of, unit: 'ms', name: 'read and armed', values: [kept.armedMs] },
      beside: { name: beside, values: [newest.armedMs] },
    }),
  ]
}
