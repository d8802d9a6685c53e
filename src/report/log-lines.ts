import type { Progress } from '../flows/progress.ts'
import { beginWatchLog, WATCH_HEAD, type WatchLog, watchLine } from './watch-log.ts'

/** Where the log is; null outside of a watch. */
export type LogState = WatchLog | null

/** The lines that the log gets for what a flow tells. Warnings are annotations, written by whoever prints this. */
export function logLines(
  state: LogState,
  progress: Exclude<Progress, { kind: 'warning' }>,
): { state: LogState; lines: string[] } {
  switch (progress.kind) {
    case 'phase':
      return { state: null, lines: [progress.title] }
    case 'detail':
      return { state, lines: [`  ${progress.text}`] }
    case 'poll': {
      const { log, line } = watchLine(state ?? beginWatchLog(), progress.poll, progress.duration)
      return { state: log, lines: [...(state ? [] : [WATCH_HEAD]), ...(line === null ? [] : [line])] }
    }
  }
}
