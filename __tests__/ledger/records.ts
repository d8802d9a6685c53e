import type { Decision } from '../../src/ledger/decision.ts'
import type { DeployRecord } from '../../src/ledger/record.ts'
import type { Release } from '../../src/tags/release.ts'

/** `v1` is version v1.0.0 in tag object 1111…, commit c1c1…; `v1'` the same version in a tag object made anew. */
export const release = (name: string): Release => {
  const digit = name.slice(1, 2)
  return {
    component: 'components/prompts/extraction',
    version: `v${digit}.0.0`,
    versioned: true,
    object: (name.endsWith("'") ? `${digit}e` : `${digit}a`).repeat(20),
    commit: `${digit}c`.repeat(20),
  }
}

let lastRun = 99

export const record = (
  to: Release,
  closed: [Decision, string] | null,
  more: Partial<DeployRecord> = {},
): DeployRecord => ({
  kind: 'guard',
  component: to.component,
  environment: 'production',
  to,
  from: null,
  target: null,
  actor: 'ada',
  run: { id: ++lastRun, attempt: 1, url: `https://github.com/o/r/actions/runs/${lastRun}` },
  createdAt: '2026-11-20T09:00:00Z',
  creator: 'github-actions',
  node: `DE_${lastRun}`,
  closed: closed && { decision: closed[0], reason: closed[1], at: '2026-11-20T09:10:00Z' },
  ...more,
})
