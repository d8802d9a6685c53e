import { describe, expect, it } from '@jest/globals'
import { concludeRestore } from '../../../src/flows/restore/conclude-restore.ts'
import type { ComponentEnd } from '../../../src/flows/restore/restore-outcome.ts'
import { release } from '../../ledger/records.ts'

const conclusion = (verdict: 'healthy' | 'regressed' | 'inconclusive') =>
  ({ verdict, sentence: `is ${verdict}` }) as ComponentEnd['assessment']

const end = (
  name: string,
  state: ComponentEnd['state'],
  assessment: ComponentEnd['assessment'] = null,
): ComponentEnd => ({
  step: {
    ...{ component: { id: name, prefix: 'c', type: 't', name }, environment: 'production', ref: `refs/tags/${name}` },
    ...{
      holds: release('v2').object,
      from: release('v2'),
      to: release('v1'),
      because: '',
      act: 'move',
      recreate: null,
    },
  },
  ...{ state, assessment, took: 1 },
})
const restored = { kind: 'restored' } as const
const failed = { kind: 'failed', reason: 'not-served', sentence: 'b is not served' } as const
const skipped = { kind: 'skipped', sentence: 'b was not deployed' } as const
const back = { kind: 'put-back', sentence: 'a is back' } as const
const because = { kind: 'failed', reason: 'not-served', sentence: 'b is not served' } as const
const notBack = { kind: 'not-put-back', tagIsBack: true, sentence: 'b is not back' } as const

describe('concludeRestore', () => {
  it.each<[string, ComponentEnd[], string | null, string]>([
    ['all healthy', [end('a', restored, conclusion('healthy'))], null, 'restored healthy'],
    ['some not watched', [end('a', restored, conclusion('healthy')), end('b', restored)], null, 'restored unproven'],
    ['no verdict', [end('a', restored, conclusion('inconclusive'))], null, 'restored unproven'],
    [
      'healthy beside what was there',
      [end('a', restored, conclusion('healthy')), end('b', { kind: 'there' })],
      null,
      'restored healthy',
    ],
    ['still bad', [end('a', restored, conclusion('regressed')), end('b', restored)], null, 'held not-the-deploy'],
    ['one failed', [end('a', restored), end('b', failed)], null, 'partly-restored not-served'],
    [
      'one failed, the other was there',
      [end('a', { kind: 'there' }), end('b', failed)],
      null,
      'partly-restored not-served',
    ],
    ['one failed, one skipped, none done', [end('a', failed), end('b', skipped)], null, 'held not-served'],
    ['only skipped', [end('b', skipped)], null, 'held deploy-failed'],
    ['all put back', [end('a', back), end('b', back)], null, 'put-back deploy-failed'],
    ['all put back, for what failed', [end('a', back), end('b', { ...back, because })], null, 'put-back not-served'],
    ['put back but one', [end('a', back), end('b', notBack)], null, 'held put-back-failed'],
    ['put back, one was there', [end('a', back), end('b', { kind: 'there' })], null, 'put-back deploy-failed'],
    ['a failing command in the end', [end('a', restored, conclusion('healthy'))], 'exit code 1', 'held after-failed'],
  ])('%s', (_, ends, after, expected) => {
    const { decision, reason, sentence } = concludeRestore(ends, 'production', after)
    expect(`${decision} ${reason}`).toBe(expected)
    if (after) expect(sentence).toContain(`after-command failed: ${after}`)
  })

  it('says what is wrong with every component that is not done', () => {
    const { sentence } = concludeRestore([end('a', restored), end('b', failed), end('c', skipped)], 'production', null)
    expect(sentence.split('\n')).toStrictEqual([
      '1 of 3 restored in production; run the same again to finish',
      ...['b is not served', 'b was not deployed'],
    ])
  })

  it('names what everything was put back for', () => {
    const { sentence } = concludeRestore([end('a', back), end('b', { ...back, because })], 'production', null)
    expect(sentence.split('\n').slice(1)).toStrictEqual(['a is back', 'b is not served', 'a is back'])
  })

  it.each<[string, ComponentEnd[], string]>([
    [
      'one put back',
      [end('a', back), end('b', notBack), end('c', { kind: 'there' })],
      '1 put back as they were, 1 not',
    ],
    ['none put back', [end('b', notBack), end('c', { kind: 'there' })], 'Nothing could be put back as it was'],
    ['all done', [end('a', restored), end('b', restored)], '2 of 2 in production are in the wished state'],
    [
      'done beside what was not touched',
      [end('a', restored), end('b', { kind: 'there' })],
      '1 restored in production, 1 in the wished state already',
    ],
  ])('counts what it has touched: %s', (_, ends, first) => {
    expect(concludeRestore(ends, 'production', null).sentence.split('\n')[0]).toBe(first)
  })
})
