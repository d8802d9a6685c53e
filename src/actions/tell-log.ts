import { info, warning } from '@actions/core'
import type { Tell } from '../flows/progress.ts'
import { type LogState, logLines } from '../report/log-lines.ts'
import { plainLine } from '../report/plain-line.ts'

/** Writes what a flow tells to the log of the step, as it happens. */
export function tellLog(): Tell {
  let state: LogState = null
  return (progress) => {
    if (progress.kind === 'warning') return warning(progress.text)
    const told = logLines(state, progress)
    state = told.state
    for (const line of told.lines) info(plainLine(line))
  }
}
