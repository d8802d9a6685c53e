import type { RestoreFailure } from '../../ledger/restore-reasons.ts'
import type { Diary } from '../diary.ts'
import { lookForMove } from '../fence/look-for-move.ts'
import { awaitServed } from '../guard/await-served.ts'
import type { PreparedStep } from './prepare-restore.ts'
import type { ComponentEnd } from './restore-outcome.ts'

/**
 * Deploys what the tag says now, and proves that it is served. A deploy is tried twice: a second try costs seconds, giving
 * up costs service.
 */
export async function restoreComponent(
  { step, move, context: { ports, settings } }: PreparedStep,
  diary: Diary,
): Promise<ComponentEnd> {
  const { to, from, environment, component } = step
  const began = ports.clock.now()
  const end = (state: ComponentEnd['state']): ComponentEnd => ({
    ...{ step, state, assessment: null, took: ports.clock.now() - began },
  })
  const fail = (reason: RestoreFailure, sentence: string) => end({ kind: 'failed', reason, sentence })
  const overtaken = async () => {
    const look = await lookForMove(ports, move)
    const where = look?.kind === 'at' ? `moved to ${look.object.slice(0, 7)}` : 'deleted'
    return look && fail('overtaken', `The tag of ${component.id} was ${where} meanwhile: the later move counts`)
  }

  ports.tell({ kind: 'phase', title: `Deploy ${component.id} ${to.version} to ${environment}` })
  const cancelled = () => ports.cancelled.aborted && fail('cancelled', `${component.id} was not deployed: cancelled`)
  const before = cancelled() || (await overtaken())
  if (before) return before
  const order = { release: to, previous: from, environment, reason: 'restore' as const }
  const first = await ports.deployer.deploy(order)
  const ended = first.kind !== 'deployed' && cancelled()
  if (ended) return ended
  if (first.kind === 'failed') diary.warn(`Deploying ${component.id} ${to.version} failed once: ${first.detail}`)
  const result = first.kind === 'failed' ? await ports.deployer.deploy(order) : first
  if (result.kind !== 'deployed') {
    const reason = result.kind === 'failed' ? 'deploy-failed' : 'deploy-timed-out'
    return fail(reason, `Deploying ${component.id} ${to.version} failed: ${result.detail}`)
  }
  if (ports.askServed) {
    const limits = { timeout: settings.deploy.timeout, interval: settings.watch?.interval ?? 5 }
    const answer = await awaitServed(ports.askServed, to, environment, limits, ports)
    if (answer.kind !== 'served') {
      const found = answer.kind === 'differs' ? `${answer.found} is served` : answer.detail
      return fail('not-served', `${component.id} ${to.version} was deployed, but is not served: ${found}`)
    }
  }
  return (await overtaken()) ?? end({ kind: 'restored' })
}
