import type { Component } from '../../tags/component.ts'
import type { Diary } from '../diary.ts'
import { endWith } from '../end-with.ts'
import { configureMove } from '../guard/configure-move.ts'
import type { GuardRequest } from '../guard/guard-request.ts'
import type { Outcome } from '../outcome.ts'
import { tellOutcome } from '../people/tell-outcome.ts'
import type { RepositoryState } from '../ports.ts'
import { finishRecord } from './finish-record.ts'
import type { OpenRun } from './open-run.ts'
import type { RunState } from './run-state.ts'

/** Finishes what an earlier step or attempt of this run has left open, with the settings as they are now. */
export async function finishOpenRun(
  request: GuardRequest,
  work: { component: Component; environment: string; open: OpenRun; state: RepositoryState; left: RunState | null },
  diary: Diary,
): Promise<Outcome> {
  const configured = configureMove(request, work.state.config, work, diary)
  if (configured.kind === 'configured') {
    const { context } = configured
    const state = { ...work.state, held: work.state.before, named: work.state.before }
    const end = await finishRecord(context, { ...work, state, ref: request.push.ref }, diary)
    const outcome = endWith(diary, end)
    return work.left?.told ? outcome : tellOutcome(context, outcome, diary)
  }
  const { to } = work.open.guard
  return endWith(diary, {
    ...{ decision: 'held', reason: 'unfinished' },
    sentence: `What became of ${to.version} in ${work.environment} cannot be finished, because the settings are wrong now: ${configured.sentence}`,
  })
}
