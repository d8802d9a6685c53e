import { appendFileSync } from 'node:fs'
import { error, info, notice, setOutput } from '@actions/core'
import { isFailure, type Outcome } from '../flows/outcome.ts'
import { headline } from '../report/headline.ts'
import { resultOf } from '../report/result.ts'
import { summaryOf } from '../report/summary.ts'

/** Writes outputs, job summary and the last line of the log. A run that leaves something to look at fails. */
export function reportOutcome(outcome: Outcome, repositoryUrl: string, summaryPath: string | undefined): void {
  const { move, target } = outcome
  const outputs: Record<string, string> = {
    decision: outcome.decision,
    reason: outcome.reason,
    sentence: outcome.sentence,
    component: move?.component.id ?? '',
    environment: move?.environment ?? '',
    version: move?.to.version ?? '',
    commit: move?.to.commit ?? '',
    'previous-version': move?.from?.version ?? '',
    'target-version': target?.release.version ?? '',
    tag: outcome.tag,
    result: JSON.stringify(resultOf(outcome)),
  }
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
  if (summaryPath) appendFileSync(summaryPath, summaryOf(outcome, repositoryUrl))
  for (const step of outcome.nextSteps) info(`Left to do: ${step}`)
  const properties = { title: headline(outcome) }
  if (isFailure(outcome)) {
    error(`${outcome.sentence}.`, properties)
    process.exitCode = 1
  } else {
    notice(`${outcome.sentence}.`, properties)
  }
}
