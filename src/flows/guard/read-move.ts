import type { Ending } from '../../ledger/reasons.ts'
import { foldStanding, type Standing } from '../../ledger/standing.ts'
import { withoutFound } from '../../ledger/without-found.ts'
import type { TagPush } from '../../tags/classify-push.ts'
import type { Component } from '../../tags/component.ts'
import { ABSENT, type GitObject, type ObjectId } from '../../tags/git-object.ts'
import type { Release } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import type { VersionTag } from '../../tags/version-tag.ts'
import type { Baseline } from '../canary/read-baseline.ts'
import type { BasePorts } from '../guard-ports.ts'
import type { Move } from '../outcome.ts'
import type { RepositoryState } from '../ports.ts'
import { LAG, READS } from '../replica-lag.ts'

/** A move that is still what the server says, with everything that was read about it. */
export type FollowedMove = {
  move: Move
  state: RepositoryState
  standing: Standing
  versionTags: VersionTag[]
  remarks: string[]
  /** What a canary is compared with. */
  baseline?: Baseline
  /** Of a promotion; see ArmedMove. */
  giveWay?: (() => Promise<void>) | undefined
  /** The tag is still here: this run moves it, once everything is armed and on record. */
  place?: ObjectId
}

export type ReadMove =
  | ({ kind: 'move' } & FollowedMove)
  | ({ kind: 'ended'; sentence: string; state: RepositoryState } & Ending)

/**
 * Reads from GitHub which release the tag left and which it came to. The event tells only the ids of objects; the tag
 * as it stands on the server decides whether the event is still news.
 *
 * @param run id of the run that the push has started; `null` for one that found the move
 * @throws when GitHub cannot be asked
 */
export async function readMove(
  push: TagPush,
  component: Component,
  environment: string,
  { repository, clock }: Pick<BasePorts, 'repository' | 'clock'>,
  run: number | null,
): Promise<ReadMove> {
  const { ref } = push
  const state = await readSettled(push, component, environment, { repository, clock })
  const tag = ref.slice('refs/tags/'.length)
  if (!state.tag) {
    return {
      ...{ kind: 'ended', state, decision: 'refused', reason: 'tag-gone' },
      sentence: `Tag ${tag} is not there any more: push it again to deploy`,
    }
  }
  if (state.tag.id !== push.after) {
    return {
      ...{ kind: 'ended', state, decision: 'stood-down', reason: 'superseded' },
      sentence: `Tag ${tag} was moved on to ${state.tag.id.slice(0, 7)} since this event (${push.after.slice(0, 7)}): the later move counts`,
    }
  }
  const standing = foldStanding(run === null ? state.records : withoutFound(state.records, push.after, run))
  const versionTags = await versionTagsFor([state.tag, state.before], component, state, standing.knownGood.slice(0, 3))
  const to = resolveRelease(state.tag, component, versionTags)
  if (to.kind === 'unresolved') {
    const sentence = `Tag ${tag} cannot be deployed: ${to.explanation}`
    return { kind: 'ended', state, decision: 'refused', reason: 'not-a-commit', sentence }
  }
  const from = releaseBefore(push, state, component, versionTags, standing)
  const remarks = [...to.remarks, ...from.remarks, ...strangers(state)]
  const move: Move = { component, environment, ref, to: to.release, from: from.release, actor: push.actor }
  return { kind: 'move', move, state, standing, versionTags, remarks }
}

/** Another token was used before, or somebody wrote records that look like ours. Either way they are not believed. */
const strangers = ({ strangers, actor }: RepositoryState): string[] =>
  strangers.length === 0
    ? []
    : [
        `Records written by ${strangers.join(', ')} do not count: what they say is known good or quarantined is not known to ${actor}`,
      ]

/** Replicas of GitHub can lag behind the push: a tag that still holds what it held before it, or is not there, is read again. */
async function readSettled(
  { ref, before, after }: TagPush,
  component: Component,
  environment: string,
  { repository, clock }: Pick<BasePorts, 'repository' | 'clock'>,
): Promise<RepositoryState> {
  for (let reads = 1; ; reads++) {
    const state = await repository.readState({ component, environment, ref, before })
    const held = state.tag?.id ?? ABSENT
    if (held === after || ![before, ABSENT].includes(held) || reads === READS) return state
    await clock.sleep(LAG)
  }
}

/**
 * The hundred newest version tags, and those that the releases are called after. Which they are is only unknown for a
 * tag straight on a commit: then all have to be read.
 */
async function versionTagsFor(
  objects: (GitObject | null)[],
  component: Component,
  state: RepositoryState,
  knownGood: readonly Release[],
): Promise<VersionTag[]> {
  const named = objects.flatMap((object) => {
    const resolution = object && resolveRelease(object, component, state.versionTags)
    return resolution?.kind === 'release' ? [resolution.release] : []
  })
  const missing = [...named, ...knownGood.filter(({ versioned }) => versioned)].filter(
    ({ version }) => !state.versionTags.some((tag) => tag.version === version),
  )
  if (missing.length === 0) return state.versionTags
  const further = missing.every(({ versioned }) => versioned)
    ? await state.versionTagsNamed([...new Set(missing.map(({ version }) => version))])
    : await state.moreVersionTags()
  return [...state.versionTags, ...further]
}

/** An object that nothing points at any more may have been collected; the ledger then still knows what it was. */
function releaseBefore(
  push: TagPush,
  state: RepositoryState,
  component: Component,
  versionTags: VersionTag[],
  standing: Standing,
): { release: Release | null; remarks: string[] } {
  if (push.before === ABSENT) return { release: standing.live, remarks: [] }
  if (state.before) {
    const resolution = resolveRelease(state.before, component, versionTags)
    return resolution.kind === 'release'
      ? { release: resolution.release, remarks: resolution.remarks }
      : { release: null, remarks: [`What the tag held before cannot be gone back to: ${resolution.explanation}`] }
  }
  const known = standing.records.find((record) => record.to.object === push.before)?.to ?? null
  const remark = `What the tag held before (${push.before.slice(0, 7)}) can no longer be read from GitHub`
  return { release: known, remarks: [known ? `${remark}; the records say that it was ${known.version}` : remark] }
}
