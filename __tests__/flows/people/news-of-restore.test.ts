import { describe, expect, it } from '@jest/globals'
import { newsOf } from '../../../src/flows/people/news-of.ts'
import { newsOfRestore } from '../../../src/flows/people/news-of-restore.ts'
import type { PreparedStep } from '../../../src/flows/restore/prepare-restore.ts'
import type { ComponentEnd } from '../../../src/flows/restore/restore-outcome.ts'
import { writeNews } from '../../../src/report/incident.ts'
import { release } from '../../ledger/records.ts'

const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const place = { component, environment: 'production', ref: `refs/tags/${component.id}/production` }
const [from, to] = [release('v2'), release('v1')]
const assessed = (verdict: string) => ({ verdict, sentence: `is ${verdict}` }) as ComponentEnd['assessment']

const endOf = (
  state: ComponentEnd['state'],
  assessment: ComponentEnd['assessment'] = null,
  took: number | null = 1,
): ComponentEnd => ({
  step: { ...place, holds: from.object, from, to, because: '', act: 'move', recreate: null },
  ...{ state, assessment, took },
})

function told(end: ComponentEnd, { watch = true, asked = true, after = null as string | null } = {}) {
  const context = {
    settings: { watch: watch ? {} : null },
    ports: { clock: { now: () => 0 }, askServed: asked ? () => {} : null },
  } as unknown as PreparedStep['context']
  const move = { ...place, from, to, actor: 'grace' }
  return newsOfRestore({ move, context }, end, { why: 'bad answers', after })
}

const restored = { kind: 'restored' } as const
const failed = (reason: 'not-served' | 'overtaken') => ({ kind: 'failed', reason, sentence: 'it failed' }) as const

describe('what became of a component that was put back is to people', () => {
  it.each<[string, ReturnType<typeof told>, string | null]>([
    ['healthy', told(endOf(restored, assessed('healthy'))), 'repaired: kept healthy'],
    ['served, not watched', told(endOf(restored), { watch: false }), 'repaired: kept unwatched'],
    ['nothing asked, not watched', told(endOf(restored), { watch: false, asked: false }), 'unproven: kept unproven'],
    ['no verdict', told(endOf(restored, assessed('inconclusive'))), 'unproven: kept unproven'],
    ['watched for no time', told(endOf(restored)), 'unproven: kept unproven'],
    ['still bad', told(endOf(restored, assessed('regressed'))), 'incident: held not-the-deploy'],
    ['the last command', told(endOf(restored, assessed('healthy')), { after: '7' }), 'incident: held after-failed'],
    ['not served', told(endOf(failed('not-served'))), 'incident: held not-restored'],
    ['skipped', told(endOf({ kind: 'skipped', sentence: 'it waits' })), 'incident: held not-restored'],
    ['put back', told(endOf({ kind: 'put-back', sentence: 'as it was' })), 'incident: rolled-back put-back'],
    [
      'not put back',
      told(endOf({ kind: 'not-put-back', tagIsBack: false, sentence: 'refused' })),
      'incident: held not-restored',
    ],
    ['moved by somebody', told(endOf(failed('overtaken'))), null],
    ['there before', told(endOf({ kind: 'there' })), null],
  ])('%s', (_, outcome, expected) =>
    expect(outcome && `${newsOf(outcome)}: ${outcome.decision} ${outcome.reason}`).toBe(expected),
  )
})

describe('the incident of a restore', () => {
  const issue = (end: ComponentEnd): string => {
    const outcome = told(end)
    if (!outcome) throw new Error('nothing is told')
    return writeNews({ repositoryUrl: 'https://github.com/o/r', runUrl: 'https://run', owner: null }).issue(outcome)
      .body
  }

  it('says who asked and why, and to run it again, never to go back to what was left', () => {
    const body = issue(endOf(failed('not-served')))
    expect(body).toContain('Put back by hand (grace: bad answers): it failed')
    expect(body).toContain('run the same rollback again')
    expect(body).toContain('not certain')
    expect(body).not.toContain('git push')
  })

  it('names what is served after everything was put back', () => {
    expect(issue(endOf({ kind: 'put-back', sentence: 'as it was' }))).toContain('| Served now | v2.0.0 (deployed')
    expect(issue(endOf({ kind: 'put-back', sentence: 'as it was' }, null, null))).toContain('nothing was deployed |')
  })

  it('says where the tag is when it could not be put back', () => {
    const state = { kind: 'not-put-back', sentence: 'no' } as const
    expect(issue(endOf({ ...state, tagIsBack: false }))).toContain('**not moved back**')
    expect(issue(endOf({ ...state, tagIsBack: true }))).toContain('| Tag | moved back |')
  })
})
