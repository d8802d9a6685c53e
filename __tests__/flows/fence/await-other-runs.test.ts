import { describe, expect, it } from '@jest/globals'
import { checkSettings } from '../../../src/config/check-settings.ts'
import { openDiary } from '../../../src/flows/diary.ts'
import { awaitOtherRuns, endedSince } from '../../../src/flows/fence/await-other-runs.ts'
import type { PreparedStep } from '../../../src/flows/restore/prepare-restore.ts'
import type { DeployRecord } from '../../../src/ledger/record.ts'
import { record, release } from '../../ledger/records.ts'
import { createVirtualClock } from '../virtual-clock.ts'

const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const settings = checkSettings({ 'deploy-command': './deploy.sh' }, {})

/** What a restore sees of other runs: `records` by the seconds that have passed. */
function world(
  records: (elapsed: number) => DeployRecord[],
  hasEnded: (id: number) => Promise<boolean>,
  older: (elapsed: number) => DeployRecord[] | null = records,
) {
  if (settings.kind === 'problems') throw new Error('settings')
  const { clock, finish } = createVirtualClock()
  const began = clock.now()
  const asked: number[] = []
  const told: string[] = []
  const tell = (line: { text?: string; title?: string }) => void told.push(line.text ?? line.title ?? '')
  const cancel = new AbortController()
  const elapsed = () => (clock.now() - began) / 1000
  const step = {
    step: { component, environment: 'production', to: release('v1') },
    move: { component, environment: 'production' },
    context: {
      settings: settings.settings,
      run: { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' },
      ports: {
        ...{ clock, tell, cancelled: cancel.signal },
        repository: { olderRecords: async () => older(elapsed()) },
      },
    },
  } as unknown as PreparedStep
  const reader = {
    readLedgers: async () => ({
      ...{ repositoryId: 'R_1', actor: 'tagback', config: null },
      of: () => ({ records: records(elapsed()), strangers: [] }),
    }),
    hasEnded: ({ id }: { id: number }) => {
      asked.push(id)
      return hasEnded(id)
    },
  }
  const diary = openDiary(clock, tell as never)
  return { finish, elapsed, asked, told, step, reader, diary }
}

const NONE = new Map<string, number>()
const now = new Date(createVirtualClock().clock.now()).toISOString()
const open = record(release('v2'), null, { createdAt: now, run: { id: 9, attempt: 1, url: 'https://run/9' } })
const closed: DeployRecord = { ...open, closed: { decision: 'stood-down', reason: 'tag-moved', at: now } }
const running = async () => false
const forbidden = () => Promise.reject(new Error('403'))

describe('a restore waits for the deploys of other runs', () => {
  it.each<[string, (elapsed: number) => DeployRecord[], typeof running, number, number, number]>([
    ['nobody is at work', () => [], running, 120, 0, 0],
    ['until it is over', (elapsed) => [elapsed < 30 ? open : closed], running, 120, 30, 0],
    ['not for long', () => [open], running, 120, 120, 1],
    ['not for long, where runs cannot be asked', () => [open], forbidden, 120, 120, 1],
    ['for as long as is wished', () => [open], running, 45, 45, 1],
    ['not at all, where that is wished', () => [open], running, 0, 0, 1],
    ['not for a run that has ended', () => [open], async () => true, 120, 0, 0],
    [
      'also for one that deploys the very same release',
      (elapsed) => [{ ...(elapsed < 30 ? open : closed), to: release('v1') }],
      ...([running, 120, 30, 0] as const),
    ],
  ])('%s', async (_, records, hasEnded, wait, seconds, left) => {
    const { step, reader, diary, elapsed, finish } = world(records, hasEnded)
    const others = await finish(awaitOtherRuns([step], reader, { wait, records: NONE }, diary))
    expect([elapsed(), others.length]).toStrictEqual([seconds, left])
  })

  const own = record(release('v1'), null, {
    ...{ kind: 'restore', createdAt: now, node: 'DE_own', run: { id: 1, attempt: 1, url: 'https://run/1' } },
  })
  const records = new Map([[component.id, 5]])

  it('not for runs whose records are newer: those wait for this one', async () => {
    const { step, reader, diary, elapsed, finish } = world(
      () => [open, own],
      running,
      () => [],
    )
    expect(await finish(awaitOtherRuns([step], reader, { wait: 120, records }, diary))).toStrictEqual([])
    expect(elapsed()).toBe(0)
  })

  it('for a run that an answer without its own record did not show', async () => {
    const { step, reader, diary, elapsed, finish } = world(
      (seconds) => (seconds < 2 ? [] : [own, seconds < 30 ? open : closed]),
      running,
      () => [open],
    )
    expect(await finish(awaitOtherRuns([step], reader, { wait: 120, records }, diary))).toStrictEqual([])
    expect(elapsed()).toBeGreaterThanOrEqual(30)
  })

  it('for everybody where the order cannot be read', async () => {
    const { step, reader, diary, elapsed, finish } = world(
      (seconds) => [own, seconds < 30 ? open : closed],
      running,
      () => null,
    )
    await finish(awaitOtherRuns([step], reader, { wait: 120, records }, diary))
    expect(elapsed()).toBeGreaterThanOrEqual(30)
    expect(diary.warnings).toStrictEqual([expect.stringContaining('is not known')])
  })

  it('says for whom, for how long, and how not to', async () => {
    const { step, reader, diary, told, finish } = world(() => [open], forbidden)
    await finish(awaitOtherRuns([step], reader, { wait: 120, records: NONE }, diary))
    const refused =
      'Whether https://run/9 is lost could not be asked (403), so it is waited for: give the job actions: read if it has not'
    expect(told.slice(0, 2)).toStrictEqual([refused, 'Wait for the deploy of v2.0.0 by https://run/9'])
    expect(told[2]).toContain('wait: 0s')
    expect(told).toContain('v2.0.0 by https://run/9 is at work, 60s are left')
    expect(diary.warnings).toStrictEqual([
      refused,
      'v2.0.0 by https://run/9 may still be in progress, and is not waited for any longer',
    ])
  })

  it('asks no more whether runs have ended where it may not', async () => {
    const { step, reader, diary, asked, finish } = world(() => [open], forbidden)
    await finish(awaitOtherRuns([step], reader, { wait: 120, records: NONE }, diary))
    expect(asked).toStrictEqual([9])
  })
})

it.each<[string, DeployRecord, number]>([
  ['has ended since: the component is deployed once more', closed, 1],
  ['is still in progress: its own run puts it right', open, 0],
])('a deploy that was not waited for %s', async (_, then, again) => {
  const { step, reader, diary } = world(() => [then], running)
  expect(await endedSince([open], [step], reader, diary)).toHaveLength(again)
})
