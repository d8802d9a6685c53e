import { describe, expect, it } from '@jest/globals'
import { stateAt } from '../../../src/flows/history/state-at.ts'
import { planRestore } from '../../../src/flows/restore/plan-restore.ts'
import type { Goal } from '../../../src/flows/scope/goal.ts'
import type { DeployRecord } from '../../../src/ledger/record.ts'
import { foldStanding } from '../../../src/ledger/standing.ts'
import { ABSENT } from '../../../src/tags/git-object.ts'
import { record, release } from '../../ledger/records.ts'

const COMPONENT = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const tags = [1, 2, 3].map((digit) => {
  const { version, object, commit } = release(`v${digit}`)
  return { version, object, commit }
})
const KEPT = record(release('v3'), ['kept', 'healthy'], { from: release('v2') })

function plan(
  goal: Goal,
  more: {
    records?: DeployRecord[]
    current?: string | null
    versionTags?: typeof tags
    allowQuarantined?: boolean
  } = {},
) {
  const { records = [KEPT], current = 'v3', versionTags = tags, allowQuarantined = false } = more
  const facts = {
    ...{ component: COMPONENT, environment: 'production', standing: foldStanding(records), versionTags },
    current: current === null ? null : release(current),
  }
  const place = { ...facts, ref: `refs/tags/${COMPONENT.id}/production`, holds: facts.current?.object ?? ABSENT }
  const wish = { allowQuarantined, allowUntested: false }
  return planRestore(wish, goal, [{ source: facts, place }], { run: { id: 7, attempt: 1 }, waitsFor: () => false })
}
const version = (text: string): Goal => ({ kind: 'version', version: text })
const then = (at: string, records: DeployRecord[] = [KEPT]): Goal => {
  const place = {
    ...{ component: COMPONENT, environment: 'production', ref: 'refs/tags/x', tag: null, wanted: null },
    ...{ strangers: [], versionTags: [], standing: foldStanding(records) },
  }
  return {
    kind: 'then',
    text: 'then',
    states: new Map([[COMPONENT.id, stateAt(place, records, Date.parse(at), new Map())]]),
  }
}
const listed = (
  entry: { version: string | null; commit: string | null } | null,
  foreign: string | null = null,
): Goal => ({
  ...{ kind: 'listed', name: 'lock.yaml', foreign },
  entries: new Map(
    entry
      ? [
          [
            COMPONENT.id,
            { ...entry, component: 'extraction', object: null, lastVerified: null, place: 'lock.yaml:2:3' },
          ],
        ]
      : [],
  ),
})

describe('planRestore', () => {
  it.each<[string, Goal, string]>([
    ['previous', { kind: 'previous' }, 'v2.0.0'],
    ['a version', version('v1.0.0'), 'v1.0.0'],
    ['a commit', { kind: 'commit', commit: '1c1c1c1' }, 'v1.0.0'],
    ['a commit without a version', { kind: 'commit', commit: 'ab'.repeat(20) }, 'unversioned@abababa'],
    ['a time', then('2026-11-20T10:00:00Z'), 'v3.0.0'],
    ['a lock file with a version', listed({ version: 'v1.0.0', commit: null }), 'v1.0.0'],
    ['a lock file with both', listed({ version: 'v1.0.0', commit: '1c1c1c1c' }), 'v1.0.0'],
    ['a file of another repository with both', listed({ version: 'v1.0.0', commit: '1c1c1c1c' }, 'o/other'), 'v1.0.0'],
    ['a lock file with a commit', listed({ version: null, commit: '1c1c1c1c' }), 'v1.0.0'],
    ['a lock file with a version that is no tag', listed({ version: 'main', commit: '1c1c1c1c' }), 'v1.0.0'],
  ])('finds %s', (_, goal, to) => {
    const { steps, problems } = plan(goal)
    expect(problems).toStrictEqual([])
    expect(steps.map((step) => step.to.version)).toStrictEqual([to])
  })

  it.each<[string, Goal, string]>([
    ['a version that does not exist', version('v1.0.1'), 'did you mean v1.0.0'],
    ['a version that is none', version('v2'), 'did you mean v2.0.0'],
    ['an abbreviated commit of nothing', { kind: 'commit', commit: 'fffffff' }, 'Write the whole id'],
    ['a time before the ledger', then('1970-01-01T00:00:00Z'), 'begin on 2026-11-20T09:00:00Z, coming from v2.0.0'],
    ['a component that is not in the file', listed(null), 'is not in lock.yaml'],
    [
      'a version of a file',
      listed({ version: 'v9.0.0', commit: null }),
      'lock.yaml:2:3 components/prompts/extraction has no',
    ],
    [
      'a version of another repository without a commit',
      listed({ version: 'v1.0.0', commit: null }, 'octo/other'),
      'a snapshot of octo/other, and names no commit',
    ],
    [
      'a version of another repository with another commit',
      listed({ version: 'v1.0.0', commit: 'fffffff' }, 'octo/other'),
      'was the version tag moved?',
    ],
    ['a version with another commit', listed({ version: 'v1.0.0', commit: 'fffffff' }), 'was the version tag moved?'],
  ])('refuses %s', (_, goal, said) => expect(plan(goal).problems.join()).toContain(said))

  it('refuses a time without any record', () =>
    expect(plan(then('1970-01-01T00:00:00Z', []), { records: [] }).problems.join()).toContain('no records'))

  it('refuses what is quarantined, unless that is allowed', () => {
    const bad = record(release('v1'), ['rolled-back', 'outage'], { target: release('v3') })
    expect(plan(version('v1.0.0'), { records: [KEPT, bad] }).problems.join()).toContain('allow-quarantined')
    const allowed = plan(version('v1.0.0'), { records: [KEPT, bad], allowQuarantined: true })
    expect([allowed.problems, allowed.remarks.length]).toStrictEqual([[], 1])
  })

  it.each<[string, DeployRecord[], string]>([
    ['live', [KEPT], 'nothing'],
    ['there, and its record open', [{ ...KEPT, closed: null }], 'deploy'],
    ['there, and nobody recorded that', [], 'deploy'],
    ['there, and another one live', [record(release('v2'), ['kept', 'healthy'])], 'deploy'],
    ['back there', [record(release('v2'), ['rolled-back', 'outage'], { target: release('v3') })], 'nothing'],
  ])('a release that is %s: %s', (_, records, act) =>
    expect(plan(version('v3.0.0'), { records }).steps[0]?.act).toBe(act),
  )

  it('makes a version tag again that the records know, and only where there is none', () => {
    const { steps } = plan(version('v2.0.0'), { versionTags: tags.filter(({ version: name }) => name !== 'v2.0.0') })
    expect(steps[0]?.recreate).toStrictEqual({
      ...{ ref: `refs/tags/${COMPONENT.id}/v2.0.0`, expected: ABSENT, to: release('v2').object },
    })
  })

  it('refuses a version whose tag was made again with other content', () => {
    const versionTags = tags.map((tag) => (tag.version === 'v2.0.0' ? { ...tag, commit: 'ee'.repeat(20) } : tag))
    expect(plan({ kind: 'previous' }, { versionTags }).problems.join()).toContain('made again with other content')
  })

  it('puts a tag where there is none', () => {
    const { steps } = plan(version('v1.0.0'), { current: null, records: [] })
    expect(steps[0]).toMatchObject({ act: 'move', holds: ABSENT, from: null })
  })
})
