import { appendFileSync } from 'node:fs'
import { error, getInput, info, notice, setOutput, warning } from '@actions/core'
import { parseFlag, parseList } from '../config/setting-parsers.ts'
import { reconcile } from '../flows/reconcile/reconcile.ts'
import { countOf, isDrifted, type Reconciled } from '../flows/reconcile/reconciled.ts'
import { createReconcileReader } from '../github/create-reconcile-reader.ts'
import { createRepository } from '../github/create-repository.ts'
import { messageOf } from '../message-of.ts'
import { reconcileResult } from '../report/reconcile-result.ts'
import { reconcileHeadline, reconcileSummary } from '../report/reconcile-summary.ts'
import { cancellation } from './cancellation.ts'
import { configureGuard } from './configure-guard.ts'
import { emptyCommandFiles } from './empty-command-files.ts'
import { readEnvironment } from './read-environment.ts'
import { readInputs } from './read-inputs.ts'
import { systemClock } from './system-clock.ts'
import { tellLog } from './tell-log.ts'
import { writeEvidence } from './write-evidence.ts'

/** The action `reconcile`: finds where tag, ledger and what is served do not agree, and repairs it. */
export async function runReconcile(): Promise<void> {
  const { env } = process
  const { cancelled, dispose } = cancellation()
  try {
    const environment = readEnvironment(env)
    const inputs = readInputs()
    const { address, run } = environment
    const { token, tagPrefixes, paused } = inputs
    const reconciled = await reconcile({
      scope: {
        prefixes: tagPrefixes,
        components: parseList(getInput('components')),
        environments: parseList(getInput('environments')),
      },
      ports: {
        repository: await createRepository({ address, token, fetch, logUrl: run.url }),
        ...{ clock: systemClock, tell: tellLog(), cancelled },
        // It has no post step: the next reconcile finds what this one leaves.
        save: () => undefined,
      },
      reader: await createReconcileReader({ address, token, fetch, now: systemClock.now }),
      ...{ run, paused, dryRun: readDryRun() },
      configure: configureGuard(inputs, environment, env, cancelled),
    })
    report(reconciled, env)
  } catch (caught) {
    error(`${messageOf(caught)}. Nothing was written.`, { title: 'Reconcile: refused' })
    process.exitCode = 1
  }
  dispose()
  // Requests that are not waited for any more would hold the process until the runner kills it.
  if (cancelled.aborted) process.exit()
}

function readDryRun(): boolean {
  try {
    return parseFlag(getInput('dry-run') || 'false')
  } catch (caught) {
    throw new Error(`Input dry-run: ${messageOf(caught)}`, { cause: caught })
  }
}

function report(reconciled: Reconciled, env: Readonly<Record<string, string | undefined>>): void {
  const { places } = reconciled
  const outputs = {
    drifted: String(places.filter(isDrifted).length),
    repaired: String(countOf(reconciled, 'repaired')),
    failed: String(countOf(reconciled, 'failed')),
    result: JSON.stringify(reconcileResult(reconciled)),
  }
  try {
    emptyCommandFiles(env)
    for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
    const evidence = { result: reconcileResult(reconciled), summary: reconcileSummary(reconciled) }
    if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, evidence.summary)
    if (env.RUNNER_TEMP) setOutput('evidence', writeEvidence(env.RUNNER_TEMP, evidence))
  } catch (caught) {
    warning(`Outputs and summary could not be written: ${messageOf(caught)}`)
  }
  for (const { component, environment, status, sentence, nextSteps, warnings } of places) {
    const title = `${component} in ${environment}`
    for (const text of warnings) warning(text, { title })
    for (const step of nextSteps) info(`Left to do for ${title}: ${step}`)
    if (status === 'failed') error(`${sentence}.`, { title })
    if (status === 'found') warning(`${sentence}.`, { title })
  }
  notice(reconcileHeadline(reconciled))
  if (countOf(reconciled, 'failed') > 0) process.exitCode = 1
}
