import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalGitHub } from '../testing/github/local-github.ts'
import { type ActionResult, runAction } from '../testing/runner/start-action.ts'

const ACTION = join(import.meta.dirname, '../history/action.yml')

export type HistoryRun = { result: ActionResult; api: number; gits: number; ms: number; peakBytes: number }

/** The built action as a process, with the requests that it made and the most memory that it held. */
export async function runHistory(
  { github, workspace, token }: { github: LocalGitHub; workspace: string; token: string },
  inputs: Record<string, string>,
): Promise<HistoryRun> {
  const peakFile = join(workspace, 'peak')
  github.clearRequests()
  const result = await runAction({
    ...{ action: ACTION, github, repository: 'octo/prompts', token, workspace, inputs, timeoutMs: 600_000 },
    ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'workflow_dispatch', payload: {} } },
    env: { PEAK_MEMORY_FILE: peakFile, NODE_OPTIONS: `--require "${join(import.meta.dirname, 'peak-memory.cjs')}"` },
  })
  if (result.exitCode !== 0) throw new Error(`The history action failed:\n${result.log}`)
  const gits = github.requests.filter(({ kind }) => kind === 'git').length
  const api = github.requests.length - gits
  return { result, api, gits, ms: result.ms, peakBytes: Number(readFileSync(peakFile, 'utf8')) }
}
