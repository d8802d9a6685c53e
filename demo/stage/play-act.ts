import type { LocalGitHub } from '../../testing/github/local-github.ts'
import { deliverTagPushes } from '../../testing/runner/deliver-tag-pushes.ts'
import type { ActionResult } from '../../testing/runner/start-action.ts'
import type { Act } from './act.ts'
import type { ActReport } from './act-report.ts'
import { guardResult } from './guard-result.ts'
import { pushTo } from './publish.ts'
import { readRefs } from './read-refs.ts'
import type { Runner } from './run-workflow.ts'
import type { Checkout } from './set-up-repository.ts'

/** Where acts are played: a repository, and what runs its workflow. */
export type PlayingStage = { github: LocalGitHub; checkout: Checkout; runner: Runner }

/** Moves the environment tag to the version of the act, lets the workflow react, and tells what came of it. */
export const playAct = async (
  act: Act,
  { github, checkout, runner }: PlayingStage,
  onLine: (line: string) => void,
): Promise<ActReport> => {
  const { repository } = checkout
  const before = await readRefs(repository)
  const runs: ActionResult[] = []
  const delivery = deliverTagPushes(github, repository.fullName, async (push) => {
    const run = await runner.run(push, onLine)
    if (run !== null) runs.push(run)
  })
  try {
    const pushedAt = Date.now()
    await pushTo(checkout, act.environment, act.version)
    const pushed = await readRefs(repository)
    await delivery.idle()
    const [run, ...others] = runs
    if (run === undefined || others.length > 0)
      throw new Error(`Act ${act.number}: expected one run of the workflow, found ${runs.length}.`)
    const { exitCode, summary } = run
    const refs = { before, pushed, after: await readRefs(repository) }
    return { act, result: guardResult(run), exitCode, summary, pushedAt, endedAt: Date.now(), refs }
  } finally {
    delivery.stop()
  }
}
