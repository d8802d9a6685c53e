import type { Diary } from '../diary.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import { awaitServed } from './await-served.ts'

export type Deployed =
  | { kind: 'served' }
  /** Before it was known to be served: all of it may be deployed, a part, or nothing. */
  | { kind: 'cancelled' }
  | { kind: 'failed'; reason: 'deploy-failed' | 'deploy-timed-out' | 'not-served'; sentence: string }

/** Deploys what the tag names and, where that can be asked, waits until it is served. */
export async function deployAndVerify({ ports, settings }: GuardContext, move: Move, diary: Diary): Promise<Deployed> {
  const { to, from, environment } = move
  ports.tell({ kind: 'phase', title: `Deploy ${to.version} to ${environment}` })
  diary.note('deploy-started')
  ports.save({ phase: 'deploying' })
  const result = await ports.deployer.deploy({ release: to, previous: from, environment, reason: 'move' })
  if (result.kind !== 'deployed') {
    if (ports.cancelled.aborted) return { kind: 'cancelled' }
    diary.note('deploy-failed')
    const reason = result.kind === 'failed' ? 'deploy-failed' : 'deploy-timed-out'
    return { kind: 'failed', reason, sentence: `Deploying ${to.version} failed: ${result.detail}` }
  }
  if (ports.askServed) {
    const limits = { timeout: settings.deploy.timeout, interval: settings.watch?.interval ?? 5 }
    const answer = await awaitServed(ports.askServed, to, environment, limits, ports)
    if (answer.kind !== 'served') {
      if (ports.cancelled.aborted) return { kind: 'cancelled' }
      diary.note('deploy-failed')
      const found = answer.kind === 'differs' ? `${answer.found} is served` : answer.detail
      return {
        kind: 'failed',
        reason: 'not-served',
        sentence: `${to.version} was deployed, but is not served: ${found}`,
      }
    }
    ports.tell({ kind: 'detail', text: `${to.version} is served` })
  }
  diary.note('deployed')
  return { kind: 'served' }
}
