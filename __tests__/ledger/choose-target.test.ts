import { describe, expect, it } from '@jest/globals'
import { chooseTarget } from '../../src/ledger/choose-target.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import type { Release } from '../../src/tags/release.ts'
import { record, release } from './records.ts'

const [v1, v2, v3] = [release('v1'), release('v2'), release('v3')]
const bad = (of: Release) => record(of, ['rolled-back', 'above-threshold'])
const good = (of: Release) => record(of, ['kept', 'healthy'])
const unjudged = (of: Release) => record(of, ['kept', 'unwatched'])
const versionTags = [v1, v2, v3].map(({ version, object, commit }) => ({ version, object, commit }))

const choose = (before: Release | null, records: DeployRecord[], allowUntested = false) =>
  chooseTarget({ leaving: v3, before, standing: foldStanding(records), versionTags, allowUntested }).target

describe('chooseTarget (invariant 5: never to a bad version)', () => {
  it.each<[string, Release | null, DeployRecord[], string | undefined, string | undefined]>([
    ['the release before, known good', v2, [good(v2), good(v1)], 'v2.0.0', 'known-good'],
    ['the release before, older than the ledger', v2, [], 'v2.0.0', 'before-the-ledger'],
    ['the last known good rather than an unjudged one', v2, [unjudged(v2), good(v1)], 'v1.0.0', 'last-known-good'],
    ['the release before, unjudged, when nothing is known good', v2, [unjudged(v2)], 'v2.0.0', 'unjudged'],
    [
      'what is live, unjudged, rather than what the tag held without a deploy',
      v2,
      [unjudged(v1)],
      'v1.0.0',
      'unjudged',
    ],
    ['what the tag held without a deploy, where what is live is quarantined', v2, [bad(v1)], 'v2.0.0', 'unjudged'],
    ['the last known good rather than a quarantined one', v2, [bad(v2), good(v1)], 'v1.0.0', 'last-known-good'],
    ['nothing when only a quarantined one is left', v2, [bad(v2)], undefined, undefined],
    ['nothing at the first deploy', null, [], undefined, undefined],
    ['nothing when the tag was only made anew', release("v3'"), [], undefined, undefined],
  ])('%s', (_name, before, records, version, basis) => {
    const target = choose(before, records)
    expect(target?.release.version).toBe(version)
    expect(target?.basis).toBe(basis)
  })

  it('believes no record of a version whose tag is gone or names another commit', () => {
    const forged = { ...v1, commit: 'f'.repeat(40) }
    const choice = (record: DeployRecord) =>
      chooseTarget({
        ...{ leaving: v3, before: v2, standing: foldStanding([bad(v2), record]), versionTags, allowUntested: false },
      })
    expect(choice(good(v1)).target).toMatchObject({ release: v1 })
    expect(choice(good(forged)).target).toBeNull()
    expect(choice(good({ ...v1, version: 'v9.0.0' })).target).toBeNull()
    expect(choice(good(forged)).passedOver[0]).toContain('no version tag names that commit')
  })

  it('takes the nearest lower version only where that is allowed, and passes over a quarantined one', () => {
    expect(choose(null, [])).toBeNull()
    expect(choose(null, [], true)).toMatchObject({ release: { version: 'v2.0.0' }, basis: 'untested' })
    expect(choose(null, [bad(v2)], true)).toMatchObject({ release: { version: 'v1.0.0' } })
  })

  it('names what it passed over, and who judged it', () => {
    const { passedOver } = chooseTarget({
      ...{ leaving: v3, before: v2, standing: foldStanding([bad(v2)]), versionTags, allowUntested: false },
    })
    expect(passedOver.join()).toMatch(/v2\.0\.0 is quarantined: above-threshold, judged by https:/)
  })

  it.each<[string, DeployRecord[], string]>([
    ['what the settings prefer', [good(v2)], 'v1.0.0'],
    ['not when it is quarantined here', [good(v2), bad(v1)], 'v2.0.0'],
  ])('takes %s', (_name, records, version) => {
    const preferred = { release: v1, basis: 'baseline' as const, sentence: 'it is what production runs' }
    const choice = chooseTarget({
      ...{ leaving: v3, before: v2, standing: foldStanding(records), versionTags, allowUntested: false, preferred },
    })
    expect(choice.target?.release.version).toBe(version)
  })

  it('points back at the object that the tag held, and otherwise at the version tag itself', () => {
    const held = release("v2'")
    expect(choose(held, [])?.release.object).toBe(held.object)
    expect(choose(null, [good(held)])?.release.object).toBe(v2.object)
  })
})
