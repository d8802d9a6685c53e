import { getInput, setSecret } from '@actions/core'
import { listProblems } from '../config/list-problems.ts'
import { parseBranch } from '../config/parse-branch.ts'
import { parseDuration } from '../config/parse-duration.ts'
import { parseInstant, parseInstantOrDay } from '../config/parse-instant.ts'
import { parseList } from '../config/setting-parsers.ts'
import { SETTING_TABLE } from '../config/setting-table.ts'
import { decodeCursor } from '../flows/history/history-cursor.ts'
import type { HistoryRequest } from '../flows/history/history-request.ts'
import { messageOf } from '../message-of.ts'

export type HistoryInputs = {
  token: string
  request: HistoryRequest
  targets: boolean
  state: boolean
  /** Two versions or environments. */
  compare: [string, string] | null
  snapshotFile: string | null
  compareSnapshot: string | null
  /** Seconds. */
  maxAge: number | null
  rollbackLog: string | null
  /** Branch that the rollback log is proposed from. */
  pullRequestBranch: string | null
  historyFile: string | null
}

const VIEWS = ['state', 'history', 'targets']
/** What only makes sense when the history is shown. */
const OF_HISTORY = ['since', 'until', 'actor', 'after', 'rollback-log', 'pull-request-branch', 'history-file']
const PLAIN_NAME = /^[\p{L}\p{N}._+@-]+$/u

/** @param now milliseconds since the epoch
 *  @throws with everything that is wrong with the inputs, one a line */
export function readHistoryInputs(now: number): HistoryInputs {
  const problems: string[] = []
  const given = <T>(name: string, parse: (text: string) => T): T | null => {
    const text = getInput(name)
    if (text === '') return null
    try {
      return parse(text)
    } catch (error) {
      problems.push(`Input ${name}: ${messageOf(error)}`)
      return null
    }
  }
  const token = getInput('token')
  if (token === '') problems.push('Input token: expected a token such as github.token, the default, got none')
  else setSecret(token)

  const shown = given('show', parseViews) ?? ['state', 'history']
  const at = given('at', parseInstant)
  const [since, until] = [given('since', parseInstantOrDay), given('until', parseInstantOrDay)]
  const scope = {
    prefixes: given('tag-prefixes', SETTING_TABLE['tag-prefixes'].parse) ?? ['components', 'logic'],
    components: parseList(getInput('component')),
    environments: parseList(getInput('environment')),
  }
  const inputs: HistoryInputs = {
    ...{ token, targets: shown.includes('targets'), state: shown.includes('state') },
    request: {
      ...{ scope, now, at, maxRequests: given('max-requests', parseWhole(1_000)) ?? 100 },
      events: shown.includes('history')
        ? {
            ...{
              since,
              until,
              actors: parseList(getInput('actor')),
              after: given('after', (text) => checkedCursor(text)),
            },
            limit: given('limit', parseWhole(1_000_000)) ?? 200,
          }
        : null,
    },
    compare: given('compare', parsePair),
    snapshotFile: given('snapshot-file', (text) => text),
    compareSnapshot: given('compare-snapshot', (text) => text),
    maxAge: given('max-age', parseDuration({ min: 60, max: 3650 * 86_400 })),
    rollbackLog: given('rollback-log', (text) => text),
    pullRequestBranch: given('pull-request-branch', parseBranch),
    historyFile: given('history-file', (text) => text),
  }
  problems.push(...contradictions(inputs, { since, until }))
  if (problems.length > 0) throw new Error(listProblems(problems))
  return inputs
}

function contradictions(
  { request, snapshotFile, compareSnapshot, maxAge, rollbackLog, pullRequestBranch }: HistoryInputs,
  { since, until }: { since: number | null; until: number | null },
): string[] {
  const { at, now, scope } = request
  const unasked = request.events ? [] : OF_HISTORY.filter((name) => getInput(name) !== '')
  const oneEnvironment = scope.environments.length === 1 && PLAIN_NAME.test(scope.environments[0] ?? '')
  return [
    ...(at !== null && at > now ? [`Input at: ${getInput('at')} has not come yet`] : []),
    ...(since !== null && until !== null && since > until ? ['Inputs since and until: since is later than until'] : []),
    ...unasked.map((name) => `Input ${name}: only counts when history is among show`),
    ...(snapshotFile !== null && !oneEnvironment
      ? ['Input snapshot-file: needs one environment, give its name in environment']
      : []),
    ...(pullRequestBranch !== null && rollbackLog === null
      ? ['Input pull-request-branch: needs rollback-log, the file that is committed to it']
      : []),
    ...(maxAge !== null && snapshotFile === null && compareSnapshot === null
      ? ['Input max-age: only counts with snapshot-file or compare-snapshot']
      : []),
  ]
}

function parseViews(text: string): string[] {
  const views = parseList(text)
  const unknown = views.find((view) => !VIEWS.includes(view))
  if (unknown !== undefined || views.length === 0)
    throw new Error(`expected some of ${VIEWS.join(', ')}, got ${JSON.stringify(unknown ?? text)}`)
  return views
}

const parseWhole =
  (most: number) =>
  (text: string): number => {
    if (/^[1-9]\d*$/.test(text) && Number(text) <= most) return Number(text)
    throw new Error(`expected a whole number from 1 to ${most}, got ${JSON.stringify(text)}`)
  }

function parsePair(text: string): [string, string] {
  const [from, to, ...rest] = text.split('...').map((part) => part.trim())
  if (from && to && rest.length === 0) return [from, to]
  throw new Error(`expected two versions or environments such as v1.0.0...v1.1.0, got ${JSON.stringify(text)}`)
}

function checkedCursor(text: string): string {
  decodeCursor(text)
  return text
}
