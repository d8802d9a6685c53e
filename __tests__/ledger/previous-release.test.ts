import { describe, expect, it } from '@jest/globals'
import { previousRelease } from '../../src/ledger/previous-release.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import { record, release } from './records.ts'

const kept = (name: string, from: string | null, more: Partial<DeployRecord> = {}): DeployRecord =>
  record(release(name), ['kept', 'healthy'], { from: from === null ? null : release(from), ...more })
const restored = (name: string, from: string): DeployRecord => kept(name, from, { kind: 'restore' })
const rolledBack = (name: string, target: string): DeployRecord =>
  record(release(name), ['rolled-back', 'above-threshold'], { target: release(target), from: release(target) })

const tags = [1, 2, 3, 4].map((digit) => {
  const { version, object, commit } = release(`v${digit}`)
  return { version, object, commit }
})

/** Records oldest first, as a story is told. */
const previous = (
  story: DeployRecord[],
  current: string,
  more: Partial<Parameters<typeof previousRelease>[0]> = {},
) => {
  const options = { versionTags: tags, allowUntested: false, allowQuarantined: false, run: { id: 7, attempt: 2 } }
  return previousRelease({
    ...options,
    standing: foldStanding(story.toReversed()),
    current: release(current),
    ...more,
  })
}

describe('previousRelease', () => {
  it('is what was there before', () =>
    expect(previous([kept('v1', null), kept('v2', 'v1')], 'v2').release?.version).toBe('v1.0.0'))

  it('is what was there before the ledger', () =>
    expect(previous([kept('v2', 'v1')], 'v2').release?.version).toBe('v1.0.0'))

  it('goes further back when it is wished again, not to what was left', () => {
    const story = [kept('v1', null), kept('v2', 'v1'), kept('v3', 'v2'), restored('v2', 'v3')]
    expect(previous(story, 'v2').release?.version).toBe('v1.0.0')
  })

  it('passes over what is quarantined, and says so', () => {
    const bad = record(release('v2'), ['held', 'no-target'], { from: release('v1') })
    const found = previous([kept('v1', null), bad, kept('v3', 'v2')], 'v3')
    expect(found.release?.version).toBe('v1.0.0')
    expect(found.passedOver).toHaveLength(1)
    expect(previous([kept('v1', null), bad, kept('v3', 'v2')], 'v3', { allowQuarantined: true }).release?.version).toBe(
      'v2.0.0',
    )
  })

  it('does not count a release that was rolled back as having been there', () => {
    const story = [kept('v1', null), kept('v2', 'v1'), rolledBack('v3', 'v2')]
    expect(previous(story, 'v2').release?.version).toBe('v1.0.0')
  })

  it('takes what is live for what was before, when the tag was moved and nothing deployed', () =>
    expect(previous([kept('v1', null), kept('v2', 'v1')], 'v3').release?.version).toBe('v2.0.0'))

  it('finishes the move of a run that was lost right after it', () =>
    expect(previous([kept('v1', null), kept('v2', 'v1')], 'v1').release?.version).toBe('v1.0.0'))

  it.each([
    ['open', null],
    ['held', ['held', 'deploy-failed'] as const],
  ])('finishes a restore that was left %s', (_, closed) => {
    const open = record(release('v2'), closed && [...closed], { kind: 'restore', from: release('v3') })
    const story = [kept('v1', null), kept('v2', 'v1'), kept('v3', 'v2'), open]
    expect(previous(story, 'v2').release?.version).toBe('v2.0.0')
  })

  it('means the same in a later attempt of the same run, also when that had finished', () => {
    const done = { ...restored('v2', 'v3'), run: { id: 7, attempt: 1, url: 'https://run' } }
    const story = [kept('v1', null), kept('v2', 'v1'), kept('v3', 'v2'), done]
    expect(previous(story, 'v2').release?.version).toBe('v2.0.0')
    // Another step of the same attempt wishes it once more.
    expect(previous(story, 'v2', { run: { id: 7, attempt: 1 } }).release?.version).toBe('v1.0.0')
  })

  it('does not guess without records, unless that is allowed', () => {
    expect(previous([], 'v3')).toMatchObject({ release: null, sentence: 'no record tells what was there before' })
    expect(previous([], 'v3', { allowUntested: true }).release?.version).toBe('v2.0.0')
  })
})
