import { expect, it } from '@jest/globals'
import type { PlaceReport } from '../../src/flows/reconcile/reconciled.ts'
import { reconcileResult } from '../../src/report/reconcile-result.ts'
import { reconcileHeadline, reconcileSummary } from '../../src/report/reconcile-summary.ts'

const place = (more: Partial<PlaceReport> = {}): PlaceReport => ({
  ...{ component: 'components/prompts/extraction', environment: 'production', tag: 'v1.1.0', ledger: 'v1.1.0' },
  ...{ served: 'v1.1.0', drift: 'none', status: 'in-sync', sentence: 'production is on v1.1.0' },
  ...{ nextSteps: [], warnings: [], guarded: null, incident: null },
  ...more,
})
const reconciled = (...places: PlaceReport[]) => ({ dryRun: false, paused: false, places })
const missed = place({ tag: 'v1.2.0', drift: 'missed-move', status: 'repaired', sentence: 'The tag was moved' })
const deleted = place({ tag: null, drift: 'tag-deleted', status: 'failed', nextSteps: ['git push origin x'] })

it('says that all agree, and shows no table for that', () => {
  const summary = reconcileSummary(reconciled(place(), place()))
  expect(summary).toContain('## Reconcile: 2 places in sync')
  expect(summary).not.toContain('|')
})

it('does not call in sync what another run has in hand', () => {
  const all = reconciled(place(), place(), place({ drift: 'in-hand', status: 'left' }))
  expect(reconcileHeadline(all)).toBe('Reconcile: 2 places in sync, 1 left to another run')
})

it('counts what drifted, shows it, and gives the commands that are left to do', () => {
  const all = reconciled(place(), missed, deleted)
  expect(reconcileHeadline(all)).toBe('Reconcile: 2 of 3 places drifted, 1 repaired, 1 failed')
  const summary = reconcileSummary(all)
  expect(summary.split('\n').filter((line) => line.startsWith('| components'))).toHaveLength(2)
  expect(summary).toContain('```bash\ngit push origin x\n```')
  expect(reconcileResult(all)).toMatchObject({
    places: 3,
    inSync: 1,
    drifted: 2,
    repaired: 1,
    failed: 1,
    driftsLeftOut: 0,
  })
})

it('says that nothing was written when it was a dry run or a pause', () => {
  const found = place({ drift: 'missed-move', status: 'found' })
  expect(reconcileSummary({ ...reconciled(found), dryRun: true })).toContain('A dry run: nothing was written')
  expect(reconcileSummary({ ...reconciled(found), paused: true })).toContain('Tagback is paused: nothing was written')
})

it('stays within the size of a summary, and lets nothing from outside out of its cell', () => {
  const hostile = { ...missed, served: '<img src=x> | `@everyone`\n## Owned', sentence: '[x](javascript:y) ::error::' }
  const summary = reconcileSummary(reconciled(...Array.from({ length: 3_000 }, () => hostile)))
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
  expect(summary).toContain('And 2500 more')
  expect(summary).not.toMatch(/<img|^## Owned|@everyone|\]\(javascript/m)
  const { drifts, driftsLeftOut } = reconcileResult(reconciled(...Array.from({ length: 3_000 }, () => hostile)))
  expect([(drifts as unknown[]).length, driftsLeftOut]).toStrictEqual([1_000, 2_000])
})

it('stays within the size of outputs and summary when hundreds of deploys fail with a long output', () => {
  const failed = place({ drift: 'missed-move', status: 'failed', sentence: 'exit code 1 <br> '.repeat(235) })
  const all = reconciled(...Array.from({ length: 500 }, () => failed))
  const summary = reconcileSummary(all)
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
  const rows = summary.split('\n').filter((line) => line.startsWith('| components')).length
  expect(rows).toBeGreaterThan(100)
  expect(summary).toContain(`And ${500 - rows} more.`)
  // GitHub counts two bytes for each character of an output.
  const result = reconcileResult(all)
  expect(JSON.stringify(result).length).toBeLessThan(500_000)
  expect((result.drifts as unknown[]).length + (result.driftsLeftOut as number)).toBe(500)
})
