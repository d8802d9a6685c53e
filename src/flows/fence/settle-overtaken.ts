import { messageOf } from '../../message-of.ts'
import { ABSENT } from '../../tags/git-object.ts'
import type { Release } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import { awaitServed } from '../guard/await-served.ts'
import { pushAgainCommand } from '../guard/push-again-command.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import { deployPrepared } from '../restore/deploy-prepared.ts'
import { laterMove } from './other-deploys.ts'

/**
 * `failed`: what is served may not be what the tag says. `next`: a shell command for a person that has the tag followed, where
 * nobody is on record who does.
 */
export type Settled = { kind: 'left' | 'deployed' | 'failed'; sentence: string; next: string | null }

/** The tag can be moved again and again while this run deploys. */
const TRIES = 3

/**
 * To be called when the tag was found moved after a deploy of this run: sees to it that what is served in the end is what
 * the tag says, whichever deploy came last. Most often somebody else does that, and waits for this run to end.
 */
export async function settleOvertaken(context: GuardContext, move: Move, tries = TRIES): Promise<Settled> {
  const { repository, cancelled } = context.ports
  const later = await readLaterMove(context, move)
  if (later.act !== 'deploy') return { kind: 'left', sentence: later.sentence, next: later.next ?? null }
  const { release } = later
  if (cancelled.aborted) return failed(move, release, 'it was deployed while this run deployed, which was cancelled')
  const settled = await deployOnceMore(context, move, release)
  const look = await repository.lookAtTag(move.ref)
  const again = settled.kind === 'deployed' && look.kind === 'at' && look.object !== release.object && tries > 1
  return again ? settleOvertaken(context, move, tries - 1) : settled
}

async function readLaterMove({ ports, run }: GuardContext, { component, environment, ref }: Move) {
  try {
    const state = await ports.repository.readState({ component, environment, ref, before: ABSENT })
    const { tag, records } = state
    if (!tag) return { act: 'leave', sentence: 'What runs keeps running' } as const
    const later = laterMove(tag.id, records, run.id)
    // What the tag means is git's to say: a record can be forged.
    const meant = resolveRelease(tag, component, state.versionTags)
    if (later.act === 'deploy' && meant.kind === 'release') return { act: 'deploy', release: meant.release } as const
    if (later.act === 'deploy') return { act: 'leave', sentence: `What it says now cannot be deployed` } as const
    if (later.to) {
      const sentence = `${later.to.run.url} waits for this run and deploys ${later.to.to.version}`
      return { act: 'leave', sentence } as const
    }
    const sentence = 'Its own run deploys what it says now, or the next reconcile'
    return { act: 'leave', sentence, next: pushAgainCommand(ref, tag.id) } as const
  } catch (error) {
    return { act: 'leave', sentence: `Who deploys what it says now could not be asked: ${messageOf(error)}` } as const
  }
}

/** Two deploys ran at once, and either may be what is served. */
async function deployOnceMore({ ports, settings }: GuardContext, move: Move, release: Release): Promise<Settled> {
  const { environment, to } = move
  ports.tell({ kind: 'phase', title: `Deploy ${release.version} to ${environment} once more` })
  const result = await deployPrepared(ports, { release, previous: to, environment, reason: 'move' })
  if (result.kind !== 'deployed') return failed(move, release, result.detail)
  if (ports.askServed) {
    const limits = { timeout: settings.deploy.timeout, interval: settings.watch?.interval ?? 5 }
    const answer = await awaitServed(ports.askServed, release, environment, limits, ports)
    if (answer.kind !== 'served') {
      return failed(move, release, answer.kind === 'differs' ? `${answer.found} is served` : answer.detail)
    }
  }
  return {
    ...{ kind: 'deployed', next: null },
    sentence: `${release.version}, which it says now, had been deployed before this deploy ended: it was deployed once more${ports.askServed ? ', and is served' : ''}`,
  }
}

const failed = ({ ref }: Move, { version, object }: Release, why: string): Settled => ({
  ...{ kind: 'failed', next: pushAgainCommand(ref, object) },
  sentence: `${version}, which it says now, is not known to be served: ${why}`,
})
