import { appendFileSync } from 'node:fs'
import { error, info, notice, setOutput, warning } from '@actions/core'
import { isFailure, type Outcome } from '../flows/outcome.ts'
import { messageOf } from '../message-of.ts'
import { endedSentence } from '../report/ended-sentence.ts'
import { headline } from '../report/headline.ts'
import { resultOf } from '../report/result.ts'
import { summaryOf } from '../report/summary.ts'
import { trafficCourse } from '../report/traffic-course.ts'
import { emptyCommandFiles } from './empty-command-files.ts'
import { writeEvidence } from './write-evidence.ts'

/** Writes outputs, job summary and the last line of the log. A run that leaves something to look at fails. */
export function reportOutcome(outcome: Outcome, env: Readonly<Record<string, string | undefined>>): void {
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
    traffic: String(trafficCourse(outcome).at(-1) ?? ''),
    incident: outcome.incident ?? '',
    result: JSON.stringify(resultOf(outcome)),
  }
  attempt('The outputs', () => {
    emptyCommandFiles(env)
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
  })
  appendSummary(outcome, env)
  reportEnd(outcome)
}

/** The post step has a summary of its own, which GitHub shows below that of main. */
export function appendSummary(outcome: Outcome, env: Readonly<Record<string, string | undefined>>): void {
  const path = env.GITHUB_STEP_SUMMARY
  attempt('The job summary', () => {
    const summary = summaryOf(outcome, `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}`)
    if (path) appendFileSync(path, summary)
    if (env.RUNNER_TEMP) setOutput('evidence', writeEvidence(env.RUNNER_TEMP, { result: resultOf(outcome), summary }))
  })
}

/** The last lines of the log, and how the step ends. */
export function reportEnd(outcome: Outcome): void {
  const left = outcome.reason === 'out-of-order' ? 'To take the move back instead' : 'Left to do'
  for (const step of outcome.nextSteps) info(`${left}: ${step}`)
  const properties = { title: headline(outcome) }
  const said = endedSentence(outcome.sentence)
  if (isFailure(outcome)) {
    error(said, properties)
    process.exitCode = 1
  } else {
    notice(said, properties)
  }
}

/** What was decided stands, also when it cannot be shown. */
function attempt(what: string, write: () => void): void {
  try {
    write()
  } catch (caught) {
    warning(`${what} could not be written: ${messageOf(caught)}`)
  }
}
