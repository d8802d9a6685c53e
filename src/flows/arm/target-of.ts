import type { Settings } from '../../config/settings.ts'
import { chooseTarget, type Target, type TargetChoice } from '../../ledger/choose-target.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import type { FollowedMove } from '../guard/read-move.ts'

type Known = Pick<FollowedMove, 'move' | 'standing' | 'baseline'> & { versionTags: readonly VersionTag[] }

/** Where a move goes back to when its release turns out bad: a canary to what it is compared with, unless the settings differ. */
export function targetOf(
  { move, standing, versionTags, baseline }: Known,
  { allowUntestedTarget, canary }: Pick<Settings, 'allowUntestedTarget' | 'canary'>,
): TargetChoice {
  if (canary?.onFailure === 'remove') return { target: null, passedOver: [] }
  const preferred: Target | null =
    canary?.onFailure === 'baseline' && baseline
      ? {
          ...{ release: baseline.release, basis: 'baseline' },
          sentence: `${baseline.release.version} is what ${baseline.environment} runs`,
        }
      : null
  return chooseTarget({
    ...{ leaving: move.to, before: move.from, standing, versionTags },
    ...{ allowUntested: allowUntestedTarget, preferred },
  })
}
