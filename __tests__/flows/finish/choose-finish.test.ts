import { expect, it } from '@jest/globals'
import type { Settings } from '../../../src/config/settings.ts'
import { chooseFinish, type Finish, type UnfinishedRun } from '../../../src/flows/finish/choose-finish.ts'
import type { RunPhase, RunState } from '../../../src/flows/finish/run-state.ts'

const [RELEASE, TARGET, OTHER] = ['2'.repeat(40), '1'.repeat(40), '9'.repeat(40)]
const cause = { reason: 'above-threshold', sentence: 'too many errors' } as const
const ending = { decision: 'kept', reason: 'healthy', sentence: 'passed' } as const

const at = (phase: RunPhase, more: Partial<RunState> = {}): RunState => ({
  ...{ phase, cause: null, ending: null, told: false },
  ...more,
})
const leaving = (phase: RunPhase) => at(phase, { cause })

type Policy = Pick<Settings, 'onCancel' | 'onRegressed'>

it.each<[string, Partial<UnfinishedRun>, Partial<Policy>, Finish]>([
  // Main was cancelled or killed in one of its steps.
  ['on record, not deployed', { left: at('recorded') }, {}, { act: 'undeployed' }],
  ['nothing on record as far as it knew', { left: at('arming') }, {}, { act: 'undeployed' }],
  ['on record, the tag back already', { left: at('recorded'), tag: TARGET }, {}, { act: 'undeployed' }],
  [
    'on record, moved by somebody to where a rollback would have gone',
    { left: at('recorded'), tag: TARGET, from: OTHER },
    {},
    { act: 'stand-down' },
  ],
  ['in the deploy', { left: at('deploying') }, {}, { act: 'move-back', cause: null }],
  ['in the watch', { left: at('watching') }, {}, { act: 'move-back', cause: null }],
  ['in the watch, keep', { left: at('watching') }, { onCancel: 'keep' }, { act: 'keep' }],
  ['in the watch, leave', { left: at('watching') }, { onCancel: 'leave' }, { act: 'leave' }],
  ['in the watch of observe mode', { left: at('watching') }, { onRegressed: 'report' }, { act: 'leave' }],
  ['in the watch, nothing to go back to', { left: at('watching'), target: null }, {}, { act: 'leave' }],
  ['before the move back', { left: leaving('moving-back') }, {}, { act: 'move-back', cause }],
  // What was decided is done whatever the policy for cancelling is.
  ['before the move back, keep', { left: leaving('moving-back') }, { onCancel: 'keep' }, { act: 'move-back', cause }],
  ['after the move back', { left: leaving('moving-back'), tag: TARGET }, {}, { act: 'deploy-back', cause }],
  ['in the redeploy', { left: leaving('redeploying'), tag: TARGET }, {}, { act: 'deploy-back', cause }],
  ['in a redeploy without its move', { left: leaving('redeploying') }, {}, { act: 'move-back', cause }],
  ['in the proof', { left: leaving('verifying'), tag: TARGET }, {}, { act: 'prove', cause }],
  ['before the closing status', { left: at('closing', { ending }) }, {}, { act: 'close', ending }],
  [
    'before the closing status, moved on',
    { left: at('closing', { ending }), tag: OTHER },
    {},
    { act: 'close', ending },
  ],
  // The tag decides.
  ['moved by somebody else', { left: at('watching'), tag: OTHER }, {}, { act: 'stand-down' }],
  [
    'moved by somebody else before the move back',
    { left: leaving('moving-back'), tag: OTHER },
    {},
    { act: 'stand-down' },
  ],
  ['deleted', { left: at('watching'), tag: null }, {}, { act: 'stand-down' }],
  ['deleted, without a target', { left: at('watching'), tag: null, target: null }, {}, { act: 'stand-down' }],
  [
    'moved by hand to where it would go back to',
    { left: at('watching'), tag: TARGET },
    {},
    { act: 'deploy-back', cause: null },
  ],
  // A lost run, of which only GitHub knows.
  ['lost', {}, {}, { act: 'move-back', cause: null }],
  ['lost, keep', {}, { onCancel: 'keep' }, { act: 'keep' }],
  ['lost after its tag was moved back', { tag: TARGET }, {}, { act: 'deploy-back', cause: null }],
  ['lost with a rollback begun, keep', { rollingBack: true }, { onCancel: 'keep' }, { act: 'move-back', cause: null }],
  ['lost, the tag moved on', { tag: OTHER }, {}, { act: 'stand-down' }],
  ['lost, to go back to the very object', { target: RELEASE }, { onCancel: 'keep' }, { act: 'keep' }],
])('%s', (_name, run, policy, expected) => {
  const facts = { tag: RELEASE, release: RELEASE, target: TARGET, from: TARGET, rollingBack: false, left: null, ...run }
  expect(chooseFinish(facts, { onCancel: 'roll-back', onRegressed: 'roll-back', ...policy })).toStrictEqual(expected)
})
