import type { Settings } from '../config/settings.ts'
import { chooseTarget, type TargetChoice } from '../ledger/choose-target.ts'
import type { VersionTag } from '../tags/version-tag.ts'
import type { FollowedMove } from './read-move.ts'

/** Where a move goes back to when its release turns out bad. */
export const targetOf = (
  { move, standing, versionTags }: Pick<FollowedMove, 'move' | 'standing'> & { versionTags: readonly VersionTag[] },
  { allowUntestedTarget }: Pick<Settings, 'allowUntestedTarget'>,
): TargetChoice =>
  chooseTarget({
    ...{ leaving: move.to, before: move.from, standing, versionTags },
    allowUntested: allowUntestedTarget,
  })
