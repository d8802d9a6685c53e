import { appendFileSync } from 'node:fs'
import { setOutput, warning } from '@actions/core'
import type { DrillOutcome } from '../flows/drill/drill-request.ts'
import { messageOf } from '../message-of.ts'
import { drillResult } from '../report/drill-result.ts'
import { drillSummary } from '../report/drill-summary.ts'
import { emptyCommandFiles } from './empty-command-files.ts'
import { reportEnd } from './report-outcome.ts'
import { writeEvidence } from './write-evidence.ts'

/** Writes outputs, job summary and the last line of the log. A drill that did not pass fails the step. */
export function reportDrill(done: DrillOutcome, env: Readonly<Record<string, string | undefined>>): void {
  const { outcome, figures } = done
  const took = figures?.timeToRollback ?? null
  const result = drillResult(done)
  const outputs: Record<string, string> = {
    decision: outcome.decision,
    reason: outcome.reason,
    sentence: outcome.sentence,
    component: outcome.move?.component.id ?? '',
    environment: outcome.move?.environment ?? '',
    seconds: took === null ? '' : String(took / 1000),
    incident: outcome.incident ?? '',
    result: JSON.stringify(result),
  }
  try {
    emptyCommandFiles(env)
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
    const summary = drillSummary(done, `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}`)
    if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, summary)
    if (env.RUNNER_TEMP) setOutput('evidence', writeEvidence(env.RUNNER_TEMP, { result, summary }))
  } catch (caught) {
    warning(`Outputs and summary could not be written: ${messageOf(caught)}`)
  }
  reportEnd(outcome)
}
