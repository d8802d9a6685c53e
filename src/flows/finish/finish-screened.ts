import { resolveRelease } from '../../tags/resolve-release.ts'
import type { Diary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { configureMove } from '../guard/configure-move.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import type { Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { Pair } from '../scope/scope-ports.ts'
import type { RunState } from './run-state.ts'

/**
 * Killed while the tag alone was moved back. That has no record of its own: the tag says whether it was moved.
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
  const resolved = state.before && resolveRelease(state.before, component, state.versionTags)
  const judged = state.records.find(({ to }) => to.object === after)?.to
  const to = judged ?? (resolved?.kind === 'release' ? resolved.release : null)
  const configured = configureMove(request, state.config, { component, environment }, diary)
  if (!to || configured.kind === 'refused') return endWith(diary, { ...ending, tag: 'moved-back' })
  const move = { component, environment, ref, to, from: null, actor }
  return tellOutcome(configured.context, endWith(diary, { ...ending, move, tag: 'moved-back' }), diary)
}
