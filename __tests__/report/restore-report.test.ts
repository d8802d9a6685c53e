import { describe, expect, it } from '@jest/globals'
import type { ComponentEnd, RestoreOutcome } from '../../src/flows/restore/restore-outcome.ts'
import { planResultOf, restoreResultOf } from '../../src/report/restore-result.ts'
import { restoreHeadline, restoreSummary } from '../../src/report/restore-summary.ts'
import { release } from '../ledger/records.ts'

const endOf = (name: string, state: ComponentEnd['state']): ComponentEnd => ({
  step: {
    ...{ component: { id: `components/prompts/${name}`, prefix: 'components', type: 'prompts', name } },
    ...{
      environment: 'production',
      ref: `refs/tags/components/prompts/${name}/production`,
      holds: release('v2').object,
    },
    ...{ from: release('v2'), to: release('v1'), because: 'v1.0.0 was asked for', act: 'move', recreate: null },
  },
  ...{ state, assessment: null, took: 1_500 },
})

function outcome(components: ComponentEnd[], more: Partial<RestoreOutcome> = {}): RestoreOutcome {
  return {
    ...{ decision: 'partly-restored', reason: 'deploy-failed', sentence: '1 of 2 restored\nb failed: | <b>' },
    wish: {
      ...{ scope: { kind: 'components', patterns: ['*'] }, environment: 'production', into: 'production' },
      ...{
        to: { kind: 'previous' },
        atomic: false,
        allowQuarantined: false,
        allowUntested: false,
        dryRun: false,
        wait: 120,
      },
      ...{ why: 'bad | answers <script>', actor: 'grace' },
    },
    plan: { steps: components.map(({ step }) => step), problems: [], remarks: [] },
    ...{ components, changes: [], backup: 'backup-20261120-093000', incidents: [], warnings: ['a | b'], nextSteps: [] },
    ...more,
  } as RestoreOutcome
}
const two = [
  endOf('a', { kind: 'restored' }),
  endOf('b', { kind: 'failed', reason: 'deploy-failed', sentence: 'b failed: | <b>' }),
]

describe('the summary of a restore', () => {
  const summary = restoreSummary(outcome(two), 'https://github.com/o/r')

  it('says what was done before what was planned, and why', () => {
    const titles = [...summary.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title)
    expect(titles).toStrictEqual(['Rollback of production: partly restored', 'What was done', 'Warnings', 'Plan'])
    expect(summary).toContain('Why: bad &#124; answers &#60;script&#62; (grace)')
    expect(summary).toContain('backup-20261120-093000')
  })

  it('tells what failed from what was done, in rows that nothing from outside breaks', () => {
    const rows = summary.split('\n').filter((line) => line.startsWith('| components/'))
    expect(rows).toHaveLength(4)
    expect(rows[0]).toBe('| components/prompts/a | v1.0.0 | deployed | not watched | 1.5s |')
    expect(rows[1]).toContain('**failed** (deploy-failed)')
    expect(rows[2]).toContain('**v2.0.0** ([2c2c2c2](https://github.com/o/r/commit/')
  })

  it('shows what differs, also where the way is back, of several folded away', () => {
    const change = { path: 'prompts/a b.md', lines: ['-new', '+old | <b>'], left: 3 }
    const one = { component: 'components/prompts/a', from: release('v2'), to: release('v1'), change }
    const alone = restoreSummary(outcome(two, { changes: [one] }), 'https://github.com/o/r')
    expect(alone).toContain(
      '### What it changes\n\ncomponents/prompts/a, v2.0.0 to v1.0.0\n\n```diff\n-new\n+old | <b>\n',
    )
    const [from, to] = [release('v2').commit, release('v1').commit]
    expect(alone).toContain(`[all of the repository](https://github.com/o/r/compare/${from}..${to})`)
    expect(alone).toContain(`[in v1.0.0](https://github.com/o/r/tree/${to}/prompts/a%20b.md)`)
    const both = restoreSummary(outcome(two, { changes: [one, { ...one, change: null }] }), 'https://github.com/o/r')
    expect(both.match(/<details><summary>components\/prompts\/a, v2\.0\.0 to v1\.0\.0<\/summary>/g)).toHaveLength(2)
    expect(both).toContain('Which files are its own is not known')
  })

  it('has a headline without a wish, too', () =>
    expect(restoreHeadline(outcome([], { wish: null, decision: 'refused', reason: 'bad-input' }))).toBe(
      'Rollback: refused, nothing changed',
    ))
})

it('keeps the outputs within what a job has room for, and says what is left out', () => {
  const many = Array.from({ length: 3_000 }, (_, index) =>
    endOf(`p${index}`, { kind: 'failed', reason: 'deploy-failed', sentence: 'x'.repeat(4_000) }),
  )
  const [plan, result] = [planResultOf(outcome(many)), restoreResultOf(outcome(many))]
  const [steps, components] = [plan.steps as unknown[], result.components as unknown[]]
  expect([steps.length > 100, components.length > 100]).toStrictEqual([true, true])
  expect([plan.stepsLeftOut, result.componentsLeftOut]).toStrictEqual([3_000 - steps.length, 3_000 - components.length])
  // GitHub counts two bytes for each character of an output.
  expect(JSON.stringify(plan).length + JSON.stringify(result).length).toBeLessThan(500_000)
  expect(Buffer.byteLength(restoreSummary(outcome(many), 'https://github.com/o/r'))).toBeLessThan(1_000_000)
})
