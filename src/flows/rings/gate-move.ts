import { type RingBefore, ringGate, wasThere } from '../../ledger/ring-gate.ts'
import { foldStanding } from '../../ledger/standing.ts'
import { messageOf } from '../../message-of.ts'
import { ABSENT } from '../../tags/git-object.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import type { Diary } from '../diary.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { FollowedMove } from '../guard/read-move.ts'
import type { GuardContext } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import { moveBackCommand } from '../rollback/move-back-command.ts'

/**
 * Keeps an environment from a release that has not passed in the one before, when somebody moves its tag by hand. `null`:
 * go on. The environment before is read by one request, and only where this is no way back.
 */
export async function gateMove(
  { settings, ports }: Pick<GuardContext, 'settings' | 'ports'>,
  { move, standing, versionTags }: FollowedMove,
  diary: Diary,
): Promise<GuardEnd | null> {
  const { ring } = settings
  if (!ring || wasThere(standing, move.to)) return null
  const { environment, to } = move
  let before: RingBefore
  try {
    before = await readBefore(ring.after, move, versionTags, ports.repository)
  } catch (error) {
    const sentence = `Whether ${to.version} has passed in ${ring.after}, which comes before ${environment}, could not be read, and nothing was deployed: ${messageOf(error)}`
    return { decision: 'refused', reason: 'github-not-read', sentence }
  }
  const gate = ringGate(to, standing, before)
  switch (gate.kind) {
    case 'open':
      return null
    case 'unknown':
      diary.warn(`${environment} comes after ${ring.after}, but ${to.version} is let in: ${gate.why}`)
      return null
    case 'closed': {
      const said = `${to.version} has not passed in ${ring.after}, which comes before ${environment}: ${gate.missing}`
      if (ring.outOfOrder === 'warn') {
        diary.warn(`${said}. It is deployed all the same, because out-of-order is warn`)
        return null
      }
      return {
        ...{ decision: 'refused', reason: 'out-of-order' },
        sentence: `${said}. Nothing was deployed. Move ${ring.after} to it first, and run this job again when it has passed there; or set out-of-order: warn for ${environment}`,
        nextSteps: move.from ? [moveBackCommand(move.ref, to.object, move.from.object)] : [],
      }
    }
  }
}

async function readBefore(
  environment: string,
  { component }: Move,
  known: FollowedMove['versionTags'],
  repository: GuardContext['ports']['repository'],
): Promise<RingBefore> {
  const ref = `refs/tags/${component.id}/${environment}`
  const { tag, versionTags, records } = await repository.readState({ component, environment, ref, before: ABSENT })
  const resolution = tag && resolveRelease(tag, component, [...versionTags, ...known])
  const release = resolution?.kind === 'release' ? resolution.release : null
  return { environment, release, standing: foldStanding(records) }
}
