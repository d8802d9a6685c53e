import { lookAtTag } from '../fence/look-at-tag.ts'
import { lookForMove } from '../fence/look-for-move.ts'
import type { GuardPorts } from '../guard-ports.ts'
import type { Deployer, DeployOrder, DeployResult } from '../ports.ts'
import type { Tell } from '../progress.ts'

/**
 * Ports for repairs that go on side by side: every line of the log names its place, and deploys come one after another,
 * because the blocks of the log that hold their output must not overlap. What others deploy takes minutes, in which somebody
 * can move the tag: a deploy that had to wait looks at it once more.
 */
export function placePorts(): (ports: GuardPorts, place: string) => GuardPorts {
  let before: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const inTurn = (ports: GuardPorts): Deployer => ({
    ...ports.deployer,
    deploy: (order) => {
      const waits = waiting > 0
      waiting++
      const result = before
        .then(async () => (waits && (await movedMeanwhile(ports, order))) || ports.deployer.deploy(order))
        .finally(() => waiting--)
      before = result.catch(() => undefined)
      return result
    },
  })
  return (ports, place) => ({ ...ports, deployer: inTurn(ports), tell: named(ports.tell, place) })
}

/** Why it is not deployed any more; `null` when it is. */
async function movedMeanwhile(ports: GuardPorts, order: DeployOrder): Promise<DeployResult | null> {
  const { release, previous, environment, reason } = order
  const ref = `refs/tags/${release.component}/${environment}`
  if (reason !== 'rollback') return (await lookForMove(ports, { ref, to: release, from: previous })) && MOVED
  const look = await lookAtTag(ports, ref, ports.cancelled)
  // The move back may have been refused, and service comes first.
  if (look.kind === 'unknown' || (look.kind === 'at' && [release.object, previous?.object].includes(look.object)))
    return null
  return MOVED
}

const MOVED: DeployResult = {
  kind: 'failed',
  detail: 'its tag was moved while the deploy waited for its turn, so nothing was deployed',
}

/** Warnings are told with the report of the place, where the runner is sure to see them. */
const named =
  (tell: Tell, place: string): Tell =>
  (progress) => {
    if (progress.kind === 'poll') return
    const text = progress.kind === 'phase' ? progress.title : progress.text
    tell({ kind: 'detail', text: `${place}: ${progress.kind === 'warning' ? `Warning: ${text}` : text}` })
  }
