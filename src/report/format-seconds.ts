import { formatDuration } from '../config/parse-duration.ts'

/** `120 ms`, `4.5s`, `3m20s`: milliseconds matter in a rollback, and nowhere else. */
export const formatSeconds = (seconds: number): string =>
  seconds > 0 && seconds < 1
    ? `${Math.round(seconds * 1000)} ms`
    : seconds < 60
      ? `${Number(seconds.toFixed(1))}s`
      : formatDuration(seconds)
