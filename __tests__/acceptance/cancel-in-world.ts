import { cancelAction } from '../../testing/runner/cancel-action.ts'
import type { TagPush } from '../../testing/runner/deliver-tag-pushes.ts'
import type { ActionResult } from '../../testing/runner/start-action.ts'
import type { World } from './world.ts'

type Interrupted = { main: ActionResult; post: ActionResult }

type Interruption = {
  /** The first line of the log that holds this; what happens then happens in the middle of that step. */
  line: string
  /** As the runner cancels, or as when memory runs out. */
  how: 'cancel' | 'kill'
  inputs?: Record<string, string>
  runId?: number
  /** What the post step is given instead of what main has saved. */
  state?: Record<string, string>
  /** Happens when main has ended, before the post step begins. */
  between?: () => void
  /** When this resolves the post step is cancelled as well, as when somebody cancels the run once more. */
  cancelPost?: Promise<void>
}

/** Runs the action for a push, ends it in the middle, and runs its post step as the runner does: with what it has saved. */
export async function interrupt(world: World, push: TagPush, interruption: Interruption): Promise<Interrupted> {
  const { line, how, inputs = {}, runId = 900 } = interruption
  let reached = (): void => undefined
  const there = new Promise<void>((resolve) => {
    reached = resolve
  })
  const action = world.start(push, { inputs, runId, onLine: (seen) => seen.includes(line) && reached() })
  await Promise.race([
    there,
    action.done.then(({ log }) => {
      throw new Error(`The run ended before it wrote ${line}:\n${log}`)
    }),
  ])
  if (how === 'cancel') await cancelAction(action.process)
  else action.process.kill('SIGKILL')
  const main = await action.done
  interruption.between?.()
  const post = world.start(push, { inputs, runId, stage: 'post', state: interruption.state ?? main.state })
  if (interruption.cancelPost) await interruption.cancelPost.then(() => cancelAction(post.process))
  return { main, post: await post.done }
}
