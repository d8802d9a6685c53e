import { appendFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { error, info, setOutput, warning } from '@actions/core'
import { readEvents } from '../flows/history/read-events.ts'
import { createHistoryReader } from '../github/create-history-reader.ts'
import { createLogBranch } from '../github/create-log-branch.ts'
import type { RollbackStory } from '../ledger/rollback-story.ts'
import { messageOf } from '../message-of.ts'
import { eventJson, fittingJson, stateJson, targetJson } from '../report/history-json.ts'
import { type HistoryReport, historySummary } from '../report/history-summary.ts'
import { plainLine } from '../report/plain-line.ts'
import { gatherHistory } from './gather-history.ts'
import { historyFiles, readSnapshotFile } from './history-files.ts'
import { proposeLog, sayProposed } from './propose-log.ts'
import { type RunnerEnvironment, readEnvironment } from './read-environment.ts'
import { type HistoryInputs, readHistoryInputs } from './read-history-inputs.ts'
import { takeEvents } from './take-events.ts'
import { writeSnapshot } from './write-snapshot.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The action `history`: reads who moved what when, and what is where. Writes nothing to GitHub but a log's pull request. */
export async function runHistory(): Promise<void> {
  const { env } = process
  try {
    const environment = readEnvironment(env)
    const inputs = readHistoryInputs(Date.now())
    const files = historyFiles(inputs, env)
    const compared =
      files.compareSnapshot === null ? null : readSnapshotFile(inputs.compareSnapshot ?? '', files.compareSnapshot)
    if (compared?.kind === 'problems') throw new Error(compared.problems.join('\n'))
    const { address } = environment
    const propose = await prepareProposal(inputs, files.rollbackLog, environment, env)
    const reader = await createHistoryReader({ address, token: inputs.token, fetch })
    const gathered = await gatherHistory(reader, inputs, compared, environment, env)
    if (gathered.kind === 'problems') throw new Error(gathered.problems.join('\n'))

    const { report, read, snapshot, gaps } = gathered
    const { events: filter, maxRequests } = inputs.request
    const taken = takeEvents(files.historyFile, filter?.after != null)
    const events =
      filter &&
      (await readEvents(
        reader,
        { scope: read.asked, pairs: read.places, filter, maxRequests },
        read.unrecorded,
        taken.tell,
      ))
    const refused = report.stale.length > 0
    const previous = snapshot && files.snapshotFile && !refused ? writeSnapshot(files.snapshotFile, snapshot) : null
    if (snapshot && !refused) info(`${inputs.snapshotFile}: ${counted(snapshot.components.length, 'component')}`)
    for (const gap of refused ? [] : gaps) warning(`${inputs.snapshotFile}: ${gap}`)
    if (files.rollbackLog !== null) {
      const { added, finished } = taken.writeLog(files.rollbackLog)
      const ended = finished === 0 ? '' : `, ${counted(finished, 'end')} filled in`
      info(`${inputs.rollbackLog}: ${counted(added, 'rollback')} added${ended}`)
    }

    const foreign = report.comparison?.foreign ?? null
    if (foreign !== null) warning(`${inputs.compareSnapshot} is a snapshot of ${foreign}, not of ${report.repository}`)
    const whole: HistoryReport = { ...report, events: taken.events, read: events }
    setOutput('previous-file', previous === null ? '' : relative(env.GITHUB_WORKSPACE ?? '', previous))
    reportHistory(whole, read.states, env, `${address.serverUrl}/${address.owner}/${address.name}`)
    await propose?.(taken.stories())
  } catch (caught) {
    for (const problem of messageOf(caught).split('\n')) error(problem)
    process.exitCode = 1
  }
}

/**
 * What proposes the rollback log when it is written; `null` when that is not asked for.
 *
 * @param path of the log, in the workspace
 * @throws when the branch cannot be read, or is not one for this: known before anything is written
 */
async function prepareProposal(
  { token, pullRequestBranch: name }: HistoryInputs,
  path: string | null,
  { address, run }: RunnerEnvironment,
  env: Env,
): Promise<((stories: readonly RollbackStory[]) => Promise<void>) | null> {
  if (name === null || path === null) return null
  const inWorkspace = relative(env.GITHUB_WORKSPACE ?? '', path)
  const file = inWorkspace.split(sep).join('/')
  const branch = await createLogBranch({ address, token }, { branch: name, file })
  await branch.read()
  return async (stories) => {
    const proposed = await proposeLog(branch, stories, { name, file, runUrl: run.url })
    setOutput('pull-request', proposed.url ?? '')
    info(plainLine(sayProposed(proposed, { name, file })))
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** Characters of JSON; together they stay below the 1 MB that a job has. */
const MOST = { state: 200_000, history: 150_000, targets: 100_000, changes: 40_000 }

function reportHistory(report: HistoryReport, states: Parameters<typeof stateJson>[0][], env: Env, url: string): void {
  const { read, targets, comparison, stale } = report
  const drifting = states.filter(({ unrecorded, basis }) => unrecorded && basis === 'tag')
  const outputs: Record<string, string> = {
    state: fittingJson(states.map(stateJson), MOST.state),
    history: fittingJson(report.events.map(eventJson), MOST.history),
    targets: fittingJson(
      (targets ?? []).map((place) => ({ ...place, targets: place.targets.map(targetJson) })),
      MOST.targets,
    ),
    changes: fittingJson(comparison?.differences.filter(({ kind }) => kind !== 'same') ?? [], MOST.changes),
    complete: read === null ? '' : String(read.end === 'whole'),
    after: read?.after ?? '',
    unrecorded: String(drifting.length),
  }
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, historySummary(report, url))
  for (const state of states.slice(0, 100)) {
    const { component, environment, release, since, by } = state
    const origin = since === null ? '' : `, since ${since}${by === null ? '' : ` by ${by}`}`
    info(plainLine(`${component.id} in ${environment}: ${release?.version ?? 'unknown'}${origin} (${state.judgement})`))
    for (const remark of state.remarks) info(plainLine(`  ${remark}`))
  }
  if (read)
    info(
      `${counted(read.told, 'event')} from ${counted(read.records, 'record')}, by ${counted(read.requests, 'request')}`,
    )
  for (const { component, version, lastVerified } of stale) {
    const seen =
      lastVerified === null
        ? 'was never seen healthy, and max-age asks for that'
        : `was last seen healthy ${lastVerified}, longer ago than max-age`
    error(`${component} ${version ?? ''} ${seen}`, { title: 'Not known to be good' })
    process.exitCode = 1
  }
}
