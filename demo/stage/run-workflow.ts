import type { LocalGitHub, RepositoryHandle } from '../../testing/github/local-github.ts'
import { cancelAction } from '../../testing/runner/cancel-action.ts'
import type { TagPush } from '../../testing/runner/deliver-tag-pushes.ts'
import { type ActionResult, startAction } from '../../testing/runner/start-action.ts'
import { ACTION_FILE } from './check-tools.ts'
import { readWorkflow } from './read-workflow.ts'

export type Runner = {
  /** Runs the workflow for a push, as GitHub would; null when it is not one that the workflow is for. */
  run(push: TagPush, onLine: (line: string) => void): Promise<ActionResult | null>
}

/** Milliseconds that a run gets to end by itself when the demo is interrupted. */
const GRACE = { interrupt: 1000, terminate: 1000 }

/** A runner for the workflow of one repository. Every run gets a GITHUB_TOKEN of its own, with what the workflow permits. */
export const createRunner = (github: LocalGitHub, repository: RepositoryHandle, stop: AbortSignal): Runner => {
  let lastRun = 0
  return {
    run: async ({ event, ref, sha }, onLine) => {
      const workflow = await readWorkflow(repository.gitDir, sha)
      if (!workflow.startsFor(ref)) return null
      stop.throwIfAborted()
      const { permissions, env, inputs } = workflow
      const token = github.createToken({ kind: 'actions', permissions })
      const { process, done } = startAction({
        ...{ action: ACTION_FILE, github, repository: repository.fullName, event, ref, sha },
        ...{ actor: event.payload.sender.login, runId: ++lastRun },
        ...{ token, inputs, env, onLine },
      })
      const cancel = (): void => void cancelAction(process, GRACE)
      stop.addEventListener('abort', cancel, { once: true })
      try {
        return await done
      } finally {
        stop.removeEventListener('abort', cancel)
        github.revokeToken(token)
      }
    },
  }
}
