import type { GuardPorts } from '../guard-ports.ts'
import type { Deployer } from '../ports.ts'
import type { Tell } from '../progress.ts'

/**
 * Ports for repairs that go on side by side: every line of the log names its place, and deploys come one after another,
 * because the blocks of the log that hold their output must not overlap.
 */
export function placePorts(): (ports: GuardPorts, place: string) => GuardPorts {
  let before: Promise<unknown> = Promise.resolve()
  const inTurn = (deployer: Deployer): Deployer => ({
    ...deployer,
    deploy: (order) => {
      const result = before.then(() => deployer.deploy(order))
      before = result.catch(() => undefined)
      return result
    },
  })
  return (ports, place) => ({ ...ports, deployer: inTurn(ports.deployer), tell: named(ports.tell, place) })
}

/** Warnings are told with the report of the place, where the runner is sure to see them. */
const named =
  (tell: Tell, place: string): Tell =>
  (progress) => {
    if (progress.kind === 'poll') return
    const text = progress.kind === 'phase' ? progress.title : progress.text
    tell({ kind: 'detail', text: `${place}: ${progress.kind === 'warning' ? `Warning: ${text}` : text}` })
  }
