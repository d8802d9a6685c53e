import { foldStanding } from '../../ledger/standing.ts'
import type { Component } from '../../tags/component.ts'
import type { GitObject } from '../../tags/git-object.ts'
import { type Release, sameRelease } from '../../tags/release.ts'
import { resolveRelease } from '../../tags/resolve-release.ts'
import type { Diary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { configureMove } from '../guard/configure-move.ts'
import type { GuardEnd } from '../guard/guard-end.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import type { Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { RepositoryState } from '../ports.ts'
import type { Pair } from '../scope/scope-ports.ts'
import type { RunState } from './run-state.ts'

/**
 * Killed while the tag alone was moved back. That has no record of its own: the tag says whether it was moved, and by whom.
 *
 * @returns `null` when it was not, so that all is as it was before
 */
export async function finishScreened(
  request: GuardRequest,
  { component, environment }: Pair,
  { ending }: RunState,
  diary: Diary,
): Promise<Outcome | null> {
  const { push, ports } = request
  const { ref, after, actor } = push
  const state = await ports.repository.readState({ component, environment, ref, before: after })
  if (!ending || !state.tag || state.tag.id === after) return null
  const judged = state.records.find((record) => record.to.object === after)
  const to = releaseOf(state.before, component, state) ?? judged?.to ?? null
  const held = releaseOf(state.tag, component, state)
  const back = [foldStanding(state.records).live, judged?.target].some(
    (release) => held && release && sameRelease(release, held),
  )
  const end: GuardEnd =
    back || state.tag.id === push.before
      ? { ...ending, tag: 'moved-back' }
      : {
          ...{ decision: 'stood-down', reason: 'tag-moved', tag: 'moved-by-another' },
          sentence: `The tag was moved to ${held?.version ?? state.tag.id.slice(0, 7)} while ${to?.version ?? after.slice(0, 7)} was on its way back: the later move counts`,
        }
  const configured = configureMove(request, state.config, { component, environment }, diary)
  if (!to || configured.kind === 'refused') return endWith(diary, end)
  return tellOutcome(
    configured.context,
    endWith(diary, { ...end, move: { component, environment, ref, to, from: null, actor } }),
    diary,
  )
}

function releaseOf(object: GitObject | null, component: Component, { versionTags }: RepositoryState): Release | null {
  const resolved = object && resolveRelease(object, component, versionTags)
  return resolved?.kind === 'release' ? resolved.release : null
}
