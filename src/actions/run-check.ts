import { appendFileSync } from 'node:fs'
import { type AnnotationProperties, error, getInput, info, setOutput, warning } from '@actions/core'
import { SETTING_TABLE } from '../config/setting-table.ts'
import { checkConfiguration } from '../flows/check-configuration.ts'
import { readinessNow } from '../flows/readiness-now.ts'
import type { Pair } from '../flows/scope/scope-ports.ts'
import { createClient } from '../github/client.ts'
import { explainReadFailure } from '../github/explain-read-failure.ts'
import { readConfigAt } from '../github/read-config-at.ts'
import { readEnvironmentTags } from '../github/read-environment-tags.ts'
import { readLedgers } from '../github/read-ledgers.ts'
import { messageOf } from '../message-of.ts'
import { configurationSummary, whatWasChecked } from '../report/configuration-summary.ts'
import { jobTime } from '../report/job-time.ts'
import { readEnvironment } from './read-environment.ts'

/** The action `check`: reads the configuration of a commit and shows what it would mean. Writes nothing to GitHub. */
export async function runCheck(): Promise<void> {
  const { env } = process
  try {
    const { address } = readEnvironment(env)
    const client = await createClient(address, getInput('token', { required: true }))
    const commit = getInput('commit') || env.GITHUB_SHA || 'HEAD'
    const prefixes = SETTING_TABLE['tag-prefixes']
    const config = await needingContents(readConfigAt(client, address, commit))
    if (!config) {
      info(`${commit} has no .github/tagback.yml: the inputs of the workflow count`)
      return setOutput('valid', 'true')
    }
    const parsed = prefixes.parse(getInput('tag-prefixes') || (prefixes.default ?? ''))
    const { tags, complete } = await needingContents(readEnvironmentTags(client, address, parsed))
    const checked = checkConfiguration(config.text, config.file, tags)
    setOutput('valid', String(checked.problems.length === 0))
    const records = (places: readonly Pair[]) => toRead(readLedgers(client, address, places))
    const readiness = await readinessNow(config, tags, records, Date.now())
    setOutput('result', JSON.stringify({ ...checked, readiness }))
    if (env.GITHUB_STEP_SUMMARY) {
      appendFileSync(env.GITHUB_STEP_SUMMARY, configurationSummary(config.file, { ...checked, readiness }, complete))
    }
    for (const problem of checked.problems) error(problem, placeIn(problem, config.file))
    if (checked.problems.length > 0) process.exitCode = 1
    // Of more tags than were read, one may fit.
    for (const text of complete ? checked.warnings : []) warning(text, placeIn(text, config.file))
    const time = jobTime(checked.pairs)
    if (time) (time.enough ? info : warning)(time.sentence)
    if (checked.problems.length === 0) info(`${config.file} is well-formed. ${whatWasChecked(tags.length)}`)
  } catch (caught) {
    error(messageOf(caught))
    process.exitCode = 1
  }
}

/** GitHub's own words do not say which permission was missing. */
const needingContents = <Result>(reading: Promise<Result>): Promise<Result> =>
  reading.catch((caught) => {
    throw new Error(`${messageOf(caught)}: give the job contents: read if it has not`, { cause: caught })
  })

/** The same request is made by actions that write; nothing is written here. */
const toRead = <Result>(reading: Promise<Result>): Promise<Result> =>
  reading.catch((caught) => {
    throw new Error(explainReadFailure(caught.cause ?? caught, 'read'), { cause: caught })
  })

/** `.github/tagback.yml:14:7 threshold: …` as an annotation at that place of the file. */
function placeIn(problem: string, file: string): AnnotationProperties {
  const [, line, column] = /^[^:]+:(\d+):(\d+)/.exec(problem) ?? []
  return line && column ? { file, startLine: Number(line), startColumn: Number(column) } : { file }
}
