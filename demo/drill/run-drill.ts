import { fileURLToPath } from 'node:url'
import type { LocalGitHub, RepositoryHandle } from '../../testing/github/local-github.ts'
import { cancelAction } from '../../testing/runner/cancel-action.ts'
import { startAction } from '../../testing/runner/start-action.ts'
import { BUDGET, type PlayedDrill } from './drills.ts'

const ACTION = fileURLToPath(new URL('../../drill/action.yml', import.meta.url))

/** Milliseconds that a drill gets to end by itself when the demo is interrupted. */
const GRACE = { interrupt: 1000, terminate: 1000 }

type Figures = { phases: Partial<Record<string, number>>; timeToRollback: number | null; budget: number }

export type DrillReport = {
  drill: PlayedDrill
  result: {
    reason: string
    sentence: string
    badVersion: string | null
    goodVersion: string | null
    figures: Figures | null
    detectionSimulated: boolean | null
    band: string | null
    checks: { name: string; state: string; detail: string }[]
    earlier: { at: string; reason: string | null; figures: Figures | null }[]
  }
  summary: string
}

let runId = 900

/** Runs the action as its schedule would, on the default branch. Throws when it ends without a result. */
export const runDrill = async (
  drill: PlayedDrill,
  { github, repository }: { github: LocalGitHub; repository: RepositoryHandle },
  stop: AbortSignal,
  onLine: (line: string) => void,
): Promise<DrillReport> => {
  stop.throwIfAborted()
  const token = github.createToken({
    ...{ kind: 'actions', permissions: { contents: 'write', deployments: 'write', issues: 'write' } },
  })
  const { process, done } = startAction({
    ...{ action: ACTION, github, repository: repository.fullName, token, runId: ++runId, onLine },
    ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'schedule', payload: {} }, workflow: 'drill' },
    inputs: { component: 'prompts/extraction', budget: BUDGET, ...drill.inputs },
  })
  const cancel = (): void => void cancelAction(process, GRACE)
  stop.addEventListener('abort', cancel, { once: true })
  try {
    const { outputs, summary, exitCode, stderr } = await done
    if (!outputs.result)
      throw new Error(`Drill ${drill.number} ended with ${exitCode}, without a result. ${stderr}`.trim())
    return { drill, result: JSON.parse(outputs.result), summary }
  } finally {
    stop.removeEventListener('abort', cancel)
    github.revokeToken(token)
  }
}
