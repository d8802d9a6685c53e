import { expect, it } from '@jest/globals'
import { type SaidStage, wordOn } from '../../../testing/faults/stage-result.ts'

const said: SaidStage = {
  ...{ kind: 'stage-ended', at: 0, by: 'guard 1', stage: 'main', how: 'exited', exitCode: 1, text: '' },
  ...{ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back', environment: 'asia' },
  rings: [
    { environment: 'production', decision: 'kept', reason: 'healthy' },
    { environment: 'asia', decision: 'rolled-back', reason: 'above-threshold' },
    { environment: 'europe', decision: null, reason: null },
  ],
}

it.each([
  ['asia', 'rolled-back', 'above-threshold', 'moved-back'],
  ['production', 'kept', 'healthy', ''],
  ['europe', 'not reached', '', ''],
  ['elsewhere', 'not reached', '', ''],
])('takes what a run says of %s from its own line', (environment, decision, reason, tag) => {
  expect(wordOn({ component: 'x', environment }, said)).toMatchObject({ decision, reason, tag })
})

it('takes a run that names no environment by its word', () => {
  expect(wordOn({ component: 'x', environment: 'europe' }, { ...said, environment: '', rings: [] }).decision).toBe(
    'rolled-back',
  )
})
