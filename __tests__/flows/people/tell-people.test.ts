import { describe, expect, it } from '@jest/globals'
import { newsOf } from '../../../src/flows/people/news-of.ts'
import { DECISIONS } from '../../../src/ledger/decision.ts'
import { REASONS } from '../../../src/ledger/reasons.ts'
import { AFTER, runGuardIn } from '../guard-world.ts'

const healthy = { errorRate: () => 0 }

describe('what the end of a run is to people', () => {
  it('is decided for every decision and reason', () => {
    const news = DECISIONS.flatMap((decision) =>
      Object.keys(REASONS[decision]).map((reason) => [
        `${decision} ${reason}`,
        newsOf({ decision, reason } as Parameters<typeof newsOf>[0]),
      ]),
    )
    const of = (wanted: string | null) => news.filter(([, what]) => what === wanted).map(([end]) => end)
    expect(of('repaired')).toStrictEqual([
      ...['kept healthy', 'kept unwatched', 'kept drill-passed', 'promoted healthy', 'promoted unwatched'],
    ])
    expect(of('unproven')).toStrictEqual([
      ...['kept inconclusive', 'kept unavailable', 'kept adopted', 'kept cancelled', 'kept unproven'],
      ...['promoted inconclusive', 'promoted unavailable'],
    ])
    expect(of('incident').every((end) => /^(rolled-back|held|reported) /.test(end ?? ''))).toBe(true)
    expect(of(null).filter((end) => !/^(stood-down|refused|no-op) /.test(end ?? ''))).toStrictEqual(['reported paused'])
  })
})

describe('a guard tells people', () => {
  it('of a rollback, after the record is closed', async () => {
    const order: string[] = []
    const { told, outcome } = await runGuardIn({
      repository: { closeRecord: async () => void order.push('closed') },
      incidents: {
        find: async () => {
          order.push('told')
          return []
        },
      },
    })
    expect(order).toStrictEqual(['closed', 'closed', 'told'])
    expect(told).toStrictEqual(['open rolled-back', 'notify incident rolled-back 8'])
    expect(outcome.incident).toBe('https://github.com/o/r/issues/8')
  })

  it('of another one in the same place', async () => {
    const { told } = await runGuardIn({ openIncident: true })
    expect(told).toStrictEqual(['comment 7: incident rolled-back', 'notify incident rolled-back 7'])
  })

  it('of the end of an incident', async () => {
    const { told } = await runGuardIn({ ...healthy, openIncident: true })
    expect(told).toStrictEqual(['comment 7: repaired kept', 'close 7', 'notify repaired kept 7'])
  })

  it('of a release that is kept without a verdict, and leaves the incident open', async () => {
    const { told } = await runGuardIn({
      openIncident: true,
      reading: () => ({ kind: 'nothing', what: 'empty', detail: 'none' }),
    })
    expect(told).toStrictEqual(['comment 7: unproven kept', 'notify unproven kept 7'])
  })

  it('nothing of a release that is kept where no incident is open', async () => {
    expect((await runGuardIn(healthy)).told).toStrictEqual([])
  })

  it('nothing when it is paused, refused or stands down', async () => {
    expect((await runGuardIn({ paused: true, openIncident: true })).told).toStrictEqual([])
    expect((await runGuardIn({ problems: ['wrong'], openIncident: true })).told).toStrictEqual([])
    const moved = await runGuardIn({ ...healthy, movedAway: 20, openIncident: true })
    expect([moved.outcome.decision, moved.told]).toStrictEqual(['stood-down', []])
  })

  it('by the webhook alone with on-rollback: none', async () => {
    const { told, outcome } = await runGuardIn({ settings: { 'on-rollback': 'none' }, openIncident: true })
    expect(told).toStrictEqual(['notify incident rolled-back undefined'])
    expect(outcome.incident).toBeNull()
  })

  it('and closes all issues that two runs opened at once', async () => {
    const incident = (number: number) => ({ number, url: `https://github.com/o/r/issues/${number}` })
    const { told } = await runGuardIn({ ...healthy, incidents: { find: async () => [incident(3), incident(4)] } })
    expect(told.slice(0, 3)).toStrictEqual(['comment 3: repaired kept', 'close 3', 'close 4'])
  })

  it('closes what is repaired, and tells the chat, also when the comment there fails', async () => {
    const comment = async () => {
      throw new Error('no answer')
    }
    const repaired = await runGuardIn({ ...healthy, openIncident: true, incidents: { comment } })
    expect(repaired.told).toStrictEqual(['close 7', 'notify repaired kept 7'])
    expect(repaired.outcome.warnings).toStrictEqual([
      'https://github.com/o/r/issues/7 may not tell of this run: no answer',
    ])
    const again = await runGuardIn({ openIncident: true, incidents: { comment } })
    expect(again.told).toStrictEqual(['notify incident rolled-back 7'])
    expect(again.outcome.incident).toBe('https://github.com/o/r/issues/7')
  })

  it('and goes on with the others when one cannot be closed', async () => {
    const incident = (number: number) => ({ number, url: `https://github.com/o/r/issues/${number}` })
    const closed: number[] = []
    const close = async (number: number) => {
      if (number === 3) throw new Error('locked')
      closed.push(number)
    }
    const find = async () => [incident(3), incident(4)]
    const { outcome } = await runGuardIn({ ...healthy, incidents: { find, close } })
    expect(closed).toStrictEqual([4])
    expect(outcome.warnings).toStrictEqual([
      'https://github.com/o/r/issues/3 is repaired, but could not be closed: locked',
    ])
  })

  it.each(['find', 'open'] as const)(
    'a %s that fails is a warning, and the webhook is told all the same',
    async (what) => {
      const failing = async () => {
        throw new Error('no rights')
      }
      const { outcome, tag, told } = await runGuardIn({ incidents: { [what]: failing } })
      expect([outcome.decision, tag === AFTER]).toStrictEqual(['rolled-back', false])
      expect(outcome.warnings.at(-1)).toBe('The incident could not be written: no rights')
      expect(told).toStrictEqual(['notify incident rolled-back undefined'])
    },
  )
})
