import { describe, expect, it } from '@jest/globals'
import type { DeployRecord } from '../../../src/ledger/record.ts'
import { record, release } from '../../ledger/records.ts'
import { runGuardIn, type World } from '../guard-world.ts'

const REQUIRED = { require: 'previous-version, armed, drill, owner, time-to-rollback', owner: '@octo/oncall' }
/** v1 is live and known good. */
const RECORDS = [record(release('v1'), ['kept', 'healthy'])]

const drill = (more: Partial<DeployRecord> = {}): DeployRecord =>
  record(release('v1'), ['kept', 'drill-passed'], {
    ...{ kind: 'drill', environment: 'production-drill', practised: 'production' },
    drill: { breach: 'injected', phases: {}, timeToRollback: 3_450, budget: 300_000 },
    ...more,
  })

/** A release that nobody has to go back from. */
const guard = (world: World = {}) => {
  let asked = 0
  const drills = () => {
    asked += 1
    return world.drills?.() ?? []
  }
  const run = runGuardIn({ errorRate: () => 0, records: RECORDS, ...world, drills })
  return run.then((result) => ({ ...result, asked }))
}

describe('the readiness of a guard', () => {
  it('costs nothing where nothing is required, and no request where no drill is', async () => {
    expect(await guard()).toMatchObject({ outcome: { decision: 'kept' }, asked: 0 })
    const without = await guard({ settings: { require: 'previous-version, armed, owner', owner: '@ada' } })
    expect(without).toMatchObject({ outcome: { decision: 'kept' }, asked: 0 })
    expect(without.outcome.readiness).toHaveLength(3)
  })

  it('lets a release through when all of it holds, with the evidence', async () => {
    const { outcome, asked, warnings } = await guard({ settings: REQUIRED, drills: () => [drill()] })
    expect(outcome).toMatchObject({ decision: 'kept', reason: 'healthy' })
    expect(outcome.readiness?.map(({ state }) => state)).toStrictEqual(Array(5).fill('holds'))
    expect([asked, warnings]).toStrictEqual([1, []])
  })

  it('refuses before anything is written, and says of each item how to mend it', async () => {
    const { outcome, journal } = await guard({ settings: { require: REQUIRED.require } })
    expect(outcome).toMatchObject({ decision: 'refused', reason: 'unready', tag: 'as-pushed' })
    expect(outcome.sentence.split('\n')).toStrictEqual([
      'v2.0.0 is not deployed: production is not ready for a rollback, as require asks',
      '- drill: no drill of it has passed in production-drill so far. To mend it, run the action drill for components/prompts/extraction, and have it pass',
      '- owner: nobody is named who is told of an incident. To mend it, set owner to @user or @org/team',
      '- time-to-rollback: nothing was rolled back so far, in production or in a drill. To mend it, run the action drill for components/prompts/extraction: it measures that',
    ])
    expect(journal).toStrictEqual([])
  })

  it('warns and goes on where that is asked for', async () => {
    const { outcome, warnings } = await guard({ settings: { ...REQUIRED, 'on-unready': 'warn' } })
    expect(outcome.decision).toBe('kept')
    expect(warnings.filter((text) => text.startsWith('Not ready: '))).toHaveLength(2)
  })

  it('asks where the drills are that the settings name', async () => {
    const environments: string[] = []
    await guard({
      settings: { ...REQUIRED, 'drilled-in': 'sandbox' },
      repository: {
        readRecords: async (_component, environment) => {
          environments.push(environment)
          return []
        },
      },
    })
    expect(environments).toStrictEqual(['sandbox'])
  })

  it.each([
    ['known good', ['kept', 'healthy']],
    ['kept without a verdict', ['kept', 'unproven']],
  ] as const)('never holds up who goes back to what was %s', async (_what, ending) => {
    const records = [record(release('v1'), ['kept', 'healthy']), record(release('v2'), [...ending])]
    const { outcome, asked } = await guard({ settings: REQUIRED, records })
    expect(outcome.decision).toBe('kept')
    expect([outcome.readiness, asked]).toStrictEqual([undefined, 0])
  })

  it('holds up what was last judged bad here', async () => {
    const records = [
      record(release('v1'), ['kept', 'healthy']),
      record(release('v2'), ['rolled-back', 'above-threshold'], { target: release('v1') }),
      record(release('v2'), ['kept', 'healthy']),
    ]
    expect((await guard({ settings: REQUIRED, records })).outcome.reason).toBe('unready')
  })

  it('does not call armed what would not be rolled back, or may not be', async () => {
    const armed = { require: 'armed' }
    const observed = await guard({ settings: { ...armed, 'on-regressed': 'report' } })
    expect(observed.outcome.sentence).toContain('nothing is rolled back in observe mode')
    const mayPush = async () => ({ kind: 'unknown' as const, detail: 'a proxy answered' })
    const unknown = await guard({ settings: armed, repository: { mayPush } })
    expect(unknown.outcome).toMatchObject({ reason: 'unready', sentence: expect.stringContaining('a proxy answered') })
  })

  it('says of records that cannot be read that they could not', async () => {
    const readRecords = async () => {
      throw new Error('GitHub answered 502')
    }
    const { outcome } = await guard({ settings: REQUIRED, repository: { readRecords } })
    expect(outcome.sentence).toContain('could not be read: GitHub answered 502. To mend it, run this job again')
  })
})
