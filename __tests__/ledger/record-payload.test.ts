import { describe, expect, it } from '@jest/globals'
import { decodeClosing, encodeClosing } from '../../src/ledger/closing-status.ts'
import { decodePayload, encodePayload } from '../../src/ledger/record-payload.ts'
import { record, release } from './records.ts'

describe('payload', () => {
  const { kind, component, environment, to, from, target, actor, run } = record(release('v2'), null, {
    from: release('v1'),
    target: release('v1'),
  })
  const payload = { kind, component, environment, to, from, target, actor, run }
  const text = JSON.stringify(encodePayload(payload))

  it('comes back as it was, also when it was encoded twice', () => {
    expect(decodePayload(text)).toStrictEqual(payload)
    expect(decodePayload(JSON.stringify(text))).toStrictEqual(payload)
  })

  it('of a drill holds what was measured, and nothing that was not', () => {
    const figures = {
      breach: 'injected',
      phases: { detect: 4_200, 'move-back': 80 },
      timeToRollback: 6_000,
      budget: 300_000,
    }
    const drilled = { ...payload, kind: 'drill', drill: figures }
    expect(decodePayload(JSON.stringify({ tagback: 1, ...drilled }))).toStrictEqual(drilled)
    const forged = (change: object) => JSON.stringify({ tagback: 1, ...drilled, drill: { ...figures, ...change } })
    expect(decodePayload(forged({ phases: { detect: 1, other: 2, toString: 3 } }))?.drill?.phases).toStrictEqual({
      detect: 1,
    })
    for (const change of [
      { phases: { detect: -1 } },
      { phases: null },
      { budget: 1.5 },
      { timeToRollback: '1' },
      { breach: 'x' },
    ])
      expect(decodePayload(forged(change))).toBeNull()
    expect(decodePayload(JSON.stringify({ ...encodePayload(payload), drill: figures }))).toStrictEqual(payload)
  })

  it.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['an array', '[]'],
    ['another schema', JSON.stringify({ ...payload, tagback: 2 })],
    ['a foreign payload', '{"deploy":"web"}'],
    ['an object id that is none', text.replace(/"object":"\w+"/, '"object":"$(id)"')],
    ['a missing actor', JSON.stringify({ ...encodePayload(payload), actor: 1 })],
  ])('is refused: %s', (_name, forged) => expect(decodePayload(forged)).toBeNull())
})

describe('closing status', () => {
  it('is read back from a description of at most 140 characters', () => {
    const { description, state } = encodeClosing('rolled-back', 'above-threshold', 'x'.repeat(300))
    expect(description).toHaveLength(140)
    expect(state).toBe('failure')
    expect(decodeClosing(description)).toStrictEqual({ decision: 'rolled-back', reason: 'above-threshold' })
  })

  it('has one line that can be cut anywhere, whatever a deploy printed', () => {
    for (let length = 90; length < 100; length++) {
      const { description } = encodeClosing(
        'held',
        'redeploy-failed',
        `${'x'.repeat(length)}\n::error::\ud83d\ude80\ud83d`,
      )
      expect(description).not.toMatch(/[\p{C}\u{10000}-\u{10ffff}]/u)
      expect(description.length).toBeLessThanOrEqual(140)
    }
  })

  it.each([null, '', 'Deployed', 'rolled back (x): y', 'exploded (x): y'])('does not read %p', (description) =>
    expect(decodeClosing(description)).toBeNull(),
  )
})
