import { messageOf } from '../../message-of.ts'
import { untilCancelled } from '../finish/until-cancelled.ts'
import type { GuardPorts } from '../guard-ports.ts'
import type { DeployOrder, DeployResult } from '../ports.ts'

/** Deploys a release whose files may not be on disk yet, as when another run has chosen it. Never throws. */
export async function deployPrepared(
  { deployer, cancelled }: Pick<GuardPorts, 'deployer' | 'cancelled'>,
  order: DeployOrder,
): Promise<DeployResult> {
  try {
    await untilCancelled(cancelled, deployer.prepare([order.release]))
  } catch (error) {
    return { kind: 'failed', detail: `its files cannot be read: ${messageOf(error)}` }
  }
  return deployer.deploy(order)
}
