import { messageOf } from '../../message-of.ts'
import type { Release } from '../../tags/release.ts'
import type { Change } from '../ports.ts'
import { atOnce } from '../scope/at-once.ts'
import type { PreparedStep } from './prepare-restore.ts'

/** What putting one component back changes in its own files; `null` when nobody knows which those are. */
export type StepChange = { component: string; from: Release; to: Release; change: Change | null }

/** Each takes a process and forty lines of a summary; of the others the plan has the link. */
const MOST = 10
const AT_ONCE = 4

/** What differs between what was there and what is put there. What cannot be compared is only said: nothing depends on it. */
export async function describeSteps(steps: readonly PreparedStep[]): Promise<StepChange[]> {
  const moved = steps.flatMap(({ step, context }) =>
    step.from && step.from.commit !== step.to.commit ? [{ ...step, from: step.from, ports: context.ports }] : [],
  )
  const changes = await atOnce(AT_ONCE, moved.slice(0, MOST), async ({ component, from, to, ports }) => {
    try {
      return [{ component: component.id, from, to, change: await ports.describeChange(from, to) }]
    } catch (error) {
      ports.tell({ kind: 'detail', text: `What changes in ${component.id} cannot be shown: ${messageOf(error)}` })
      return []
    }
  })
  return changes.flat()
}
