import type { Outcome } from '../../src/flows/outcome.ts'
import type { Poll } from '../../src/flows/progress.ts'
import type { Ending } from '../../src/ledger/reasons.ts'
import { release } from '../ledger/records.ts'

const START = Date.parse('2026-11-20T09:00:00Z')

export const poll = (
  at: number,
  errors: number,
  total: number,
  verdict: Poll['assessment']['verdict'] = 'undecided',
): Poll => ({
  at,
  measurement: { kind: 'counts', at, errors, total },
  assessment: {
    ...{ verdict, reason: verdict === 'regressed' ? 'above-threshold' : 'watching', errors, total, sentence: 'so far' },
    evidence: { regressed: verdict === 'regressed' ? 1 : 0.4, healthy: 0.1 },
  } as Poll['assessment'],
})

/** A rollback of v2 to v1, with everything that a report can show. */
export const rolledBack = (more: Partial<Omit<Outcome, 'decision' | 'reason'>> & Partial<Ending> = {}): Outcome => {
  const [from, to] = [release('v1'), release('v2')]
  const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
  const polls = [poll(5, 3, 100), poll(10, 42, 200, 'regressed')]
  const last = polls[1] as Poll
  return {
    ...{ decision: 'rolled-back', reason: 'above-threshold', tag: 'moved-back' },
    sentence: 'v2.0.0 in production: error rate 21% is above the threshold of 1%',
    move: { component, environment: 'production', ref: `refs/tags/${component.id}/production`, from, to, actor: 'ada' },
    target: { release: from, basis: 'known-good', sentence: 'v1.0.0 was there before and passed its watch' },
    ...{ warnings: [], nextSteps: [], recentMoves: [], polls, assessment: last.assessment },
    metric: { threshold: 0.01, interval: 5, duration: 600 },
    change: { path: 'prompts/extraction.md', lines: ['@@ -1 +1 @@', '-Answer in JSON.', '+Be kind.'], left: 0 },
    recovery: {
      polls: [poll(2, 0, 100)],
      assessment: { ...last.assessment, verdict: 'healthy' } as Poll['assessment'],
    },
    timeline: [
      { at: START, event: 'started' },
      { at: START + 1_500, event: 'armed' },
      { at: START + 2_000, event: 'deploy-started' },
      { at: START + 4_000, event: 'deployed' },
      { at: START + 14_000, event: 'decided' },
      { at: START + 14_120, event: 'tag-moved-back' },
      { at: START + 16_120, event: 'redeployed' },
      { at: START + 150_120, event: 'ended' },
    ],
    ...more,
  } as Outcome
}
