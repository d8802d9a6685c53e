import { info, warning } from '@actions/core'
import type { Tell } from '../flows/progress.ts'
import { plainLine } from '../report/plain-line.ts'
import { progressLine } from '../report/progress-line.ts'

/** Writes what a flow tells to the log of the step, as it happens. */
export const tellLog: Tell = (progress) => {
  if (progress.kind === 'warning') warning(progress.text)
  else info(plainLine(progressLine(progress)))
}
