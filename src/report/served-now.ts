import type { Outcome } from '../flows/outcome.ts'

/** What is served when a run is over, as far as that run knows; plain text. */
export function servedNow(outcome: Outcome): string {
  const { decision, reason, move, target, timeline, tag } = outcome
  if (!move) return 'not known'
  const happened = (name: string): boolean => timeline.some(({ event }) => event === name)
  const proof = (asked: boolean): string => (asked ? 'asked for, and served' : 'deployed; nothing was asked')
  if (tag === 'removed' && DRILLED.includes(reason)) return 'nothing that is meant to be used: this was a drill'
  if (reason === 'stale-clone' || reason === 'unfinished-move') return 'what was served before: nothing was deployed'
  if (reason === 'put-back' && !happened('redeployed')) return 'what was served before: nothing was deployed'
  if (decision === 'rolled-back' || reason === 'move-refused') {
    const version = target?.release.version ?? move.from?.version ?? 'the release before'
    return `${version} (${proof(happened('verified'))})`
  }
  return UNCERTAIN.includes(reason) || (reason === 'no-target' && happened('deploy-failed'))
    ? 'not certain: see for yourself'
    : `${move.to.version} (${proof(happened('verified'))})`
}

const UNCERTAIN: readonly string[] = [
  ...[
    'missed-move',
    'not-restored',
    'redeploy-failed',
    'rollback-not-served',
    'deploy-failed',
    'deploy-timed-out',
    'not-served',
    'internal-error',
  ],
]

const DRILLED: readonly string[] = ['drill-passed', 'drill-failed', 'over-budget', 'drill-unclean']
