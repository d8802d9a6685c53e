import { formatDuration } from '../config/parse-duration.ts'
import type { Poll, Progress } from '../flows/progress.ts'
import { describeMeasurement } from './describe-measurement.ts'

const BAR = 10

/** One line of the log. Warnings are annotations and are written by whoever prints this. */
export function progressLine(progress: Exclude<Progress, { kind: 'warning' }>): string {
  switch (progress.kind) {
    case 'phase':
      return `${progress.title}`
    case 'detail':
      return `  ${progress.text}`
    case 'poll':
      return `  ${pollLine(progress.poll, progress.duration)}`
  }
}

/** `+1m05s  3 of 120 failed (2.5%)  bad [####------] good [#---------]  3m55s left` */
function pollLine({ at, measurement, assessment }: Poll, duration: number): string {
  const time = `+${formatDuration(at)}`.padEnd(8)
  const found = describeMeasurement(measurement).padEnd(30)
  const { regressed, healthy } = assessment.evidence
  const end = assessment.verdict === 'undecided' ? timeLeft(duration - at) : assessment.verdict
  return `${time} ${found} bad [${bar(regressed)}] good [${bar(healthy)}]  ${end}`
}

const timeLeft = (seconds: number): string => (seconds < 1 ? 'last poll' : `at most ${formatDuration(seconds)} left`)

/** Full only when decided. */
const bar = (share: number): string => {
  const filled = share >= 1 ? BAR : Math.min(BAR - 1, Math.floor(share * BAR))
  return '#'.repeat(filled).padEnd(BAR, '-')
}
