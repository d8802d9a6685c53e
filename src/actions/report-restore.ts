import { appendFileSync } from 'node:fs'
import { error, info, notice, setOutput, warning } from '@actions/core'
import type { RestoreOutcome } from '../flows/restore/restore-outcome.ts'
import { RESTORE_EXIT_CODES } from '../ledger/restore-reasons.ts'
import { messageOf } from '../message-of.ts'
import { endedSentence } from '../report/ended-sentence.ts'
import { compareUrl } from '../report/hunt-section.ts'
import { planResultOf, restoreResultOf } from '../report/restore-result.ts'
import { restoreHeadline, restoreSummary } from '../report/restore-summary.ts'
import { emptyCommandFiles } from './empty-command-files.ts'
import { writeEvidence } from './write-evidence.ts'

/** Writes outputs, job summary and the last line of the log. The exit code tells how far it came. */
export function reportRestore(outcome: RestoreOutcome, env: Readonly<Record<string, string | undefined>>): void {
  const { components, plan } = outcome
  const repositoryUrl = `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}`
  const count = (kind: string): string => String(components.filter(({ state }) => state.kind === kind).length)
  const outputs: Record<string, string> = {
    decision: outcome.decision,
    reason: outcome.reason,
    sentence: outcome.sentence,
    environment: outcome.wish?.into ?? '',
    planned: String(plan?.steps.filter(({ act }) => act !== 'nothing').length ?? 0),
    restored: count('restored'),
    failed: String(components.filter(({ state }) => !['restored', 'there'].includes(state.kind)).length),
    'backup-tag': outcome.backup ?? '',
    'first-bad': outcome.hunt?.first?.version ?? '',
    compare: outcome.hunt ? (compareUrl(outcome.hunt, repositoryUrl) ?? '') : '',
    incidents: outcome.incidents.map(({ url }) => url).join('\n'),
    plan: JSON.stringify(planResultOf(outcome)),
    result: JSON.stringify(restoreResultOf(outcome)),
  }
  const path = env.GITHUB_STEP_SUMMARY
  attempt('The outputs', () => {
    emptyCommandFiles(env)
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
  })
  attempt('The job summary', () => {
    const summary = restoreSummary(outcome, repositoryUrl)
    if (path) appendFileSync(path, summary)
    const result = restoreResultOf(outcome)
    if (env.RUNNER_TEMP) setOutput('evidence', writeEvidence(env.RUNNER_TEMP, { result, summary }))
  })
  for (const step of outcome.nextSteps) info(`Left to do: ${step}`)
  const properties = { title: restoreHeadline(outcome) }
  const code = RESTORE_EXIT_CODES[outcome.decision]
  process.exitCode = code
  const said = endedSentence(outcome.sentence)
  if (code === 0) notice(said, properties)
  else error(said, properties)
}

/** What was decided stands, also when it cannot be shown. */
function attempt(what: string, write: () => void): void {
  try {
    write()
  } catch (caught) {
    warning(`${what} could not be written: ${messageOf(caught)}`)
  }
}
