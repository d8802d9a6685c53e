import { describe, expect, it } from '@jest/globals'
import { openDiary } from '../../../src/flows/diary.ts'
import { configureMove } from '../../../src/flows/guard/configure-move.ts'
import { readMove } from '../../../src/flows/guard/read-move.ts'
import { followUp } from '../../../src/flows/reconcile/follow-up.ts'
import type { DeployRecord } from '../../../src/ledger/record.ts'
import { ABSENT } from '../../../src/tags/git-object.ts'
import { record, release } from '../../ledger/records.ts'
import { AFTER, BEFORE, runIn, type World } from '../guard-world.ts'

const COMPONENT = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const REF = `refs/tags/${COMPONENT.id}/production`

/** v1 was there before v2, which was kept. */
const KEPT = record({ ...release('v2'), object: AFTER }, ['kept', 'healthy'], {
  ...{ from: { ...release('v1'), object: BEFORE }, target: { ...release('v1'), object: BEFORE } },
})

const SETTINGS = { 'monitor-for': '1h' }
const bad = () => {
  let cured = false
  return {
    errorRate: () => (cured ? 0 : 0.3),
    deploy: () => {
      cured = true
      return { kind: 'deployed' as const }
    },
  }
}

const followUpIn = ({ settings = {}, ...world }: World, kept: DeployRecord = KEPT) =>
  runIn({ records: [kept], ...world, settings: { ...SETTINGS, ...settings } }, async (request) => {
    const diary = openDiary(request.ports.clock, request.ports.tell)
    const place = { component: COMPONENT, environment: 'production' }
    const configured = configureMove(request, null, place, diary)
    if (configured.kind === 'refused') throw new Error(configured.sentence)
    const push = { ref: REF, before: ABSENT, after: AFTER, actor: 'somebody' }
    const read = await readMove(push, COMPONENT, 'production', configured.context.ports, null)
    if (read.kind === 'ended') throw new Error(read.sentence)
    return followUp(configured.context, read, kept, diary)
  })

describe('followUp', () => {
  it('writes nothing as long as it is well', async () => {
    const { outcome, journal, elapsed } = await followUpIn({ errorRate: () => 0 })
    expect(outcome).toMatchObject({ kind: 'well' })
    expect(journal).toStrictEqual([])
    expect(elapsed).toBeLessThanOrEqual(60)
  })

  it('leaves what has turned bad: on record first, then tag, deploy, proof', async () => {
    const { outcome, journal, tag } = await followUpIn(bad())
    expect(outcome).toMatchObject({
      kind: 'regressed',
      end: {
        ...{ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' },
        sentence: expect.stringContaining('was kept (healthy), and has turned bad since'),
      },
    })
    expect(journal).toStrictEqual([
      'open guard v2.0.0',
      'move tag 2e to 1e',
      'open rollback v1.0.0',
      'deploy v1.0.0 (rollback)',
      'close 2 kept (healthy)',
      'close 1 rolled-back (above-threshold)',
    ])
    expect(tag).toBe(BEFORE)
  })

  it('in observe mode records it and moves nothing', async () => {
    const { outcome, journal } = await followUpIn({ ...bad(), settings: { 'on-regressed': 'report' } })
    expect(outcome).toMatchObject({ end: { decision: 'reported', reason: 'above-threshold' } })
    expect(journal).toStrictEqual(['open guard v2.0.0', 'close 1 reported (above-threshold)'])
  })

  it.each(['rollback', 'restore'] as const)('does not go further back from a %s', async (kind) => {
    const { outcome, journal, tag } = await followUpIn(bad(), { ...KEPT, kind })
    expect(outcome).toMatchObject({ end: { decision: 'held', reason: 'not-the-deploy' } })
    expect(journal).toStrictEqual(['open guard v2.0.0', 'close 1 held (not-the-deploy)'])
    expect(tag).toBe(AFTER)
  })

  it.each([
    ['nothing is counted', { kind: 'nothing', what: 'empty', detail: 'no series' }],
    ['nobody answers', { kind: 'unavailable', what: 'timeout', detail: 'late' }],
  ] as const)('moves nothing when %s, whatever the policy of a guard is', async (_what, reading) => {
    const settings = { 'on-inconclusive': 'roll-back', 'on-unavailable': 'roll-back' }
    const { outcome, journal } = await followUpIn({ reading: () => reading, settings })
    expect(outcome).toMatchObject({ kind: 'unjudged', sentence: expect.stringContaining('Whether it is well') })
    expect(journal).toStrictEqual([])
  })

  it('leaves it to whoever moves the tag, or is at work there when it turns bad', async () => {
    expect((await followUpIn({ errorRate: () => 0, movedAway: 20 })).outcome.kind).toBe('left')
    const another = record({ ...release('v2'), object: AFTER }, null)
    const recordsAt = (elapsed: number) => (elapsed > 0 ? [another, KEPT] : [KEPT])
    const { outcome, journal } = await followUpIn({ ...bad(), recordsAt })
    expect(outcome).toMatchObject({ kind: 'left', sentence: expect.stringContaining('at work there already') })
    expect(journal).toStrictEqual([])
  })

  it('goes where a record says only as far as git bears it out', async () => {
    const forged = {
      ...KEPT,
      target: { ...release('v1'), version: 'v7.7.7', object: '7'.repeat(40), commit: '8'.repeat(40) },
    }
    const { outcome, journal, tag } = await followUpIn(bad(), forged)
    expect(outcome).toMatchObject({ end: { decision: 'held', reason: 'no-target' } })
    expect([journal, tag]).toStrictEqual([['open guard v2.0.0', 'close 1 held (no-target)'], AFTER])
  })

  it('rolls back although it cannot be recorded: a bad release is served', async () => {
    const openRecord = async () => {
      throw new Error('403')
    }
    const { outcome, tag, warnings } = await followUpIn({ ...bad(), repository: { openRecord } })
    expect(outcome).toMatchObject({ end: { decision: 'rolled-back' } })
    expect([tag, warnings.join()]).toStrictEqual([BEFORE, expect.stringContaining('could not be recorded')])
  })

  it('shares the risk of a false rollback among all looks: the more there are, the surer each has to be', async () => {
    const polls = async (time: string): Promise<number> => {
      const { outcome } = await followUpIn({ errorRate: () => 0.05, settings: { 'monitor-for': time } })
      return outcome.kind === 'regressed' ? (outcome.end.polls?.length ?? 0) : Number.POSITIVE_INFINITY
    }
    expect(await polls('5m')).toBeLessThan(await polls('7d'))
  })
})
