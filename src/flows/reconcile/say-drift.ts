import type { Drift } from '../../ledger/decide-drift.ts'
import type { Release } from '../../tags/release.ts'

/** One sentence on what was found, without a final full stop. */
export function sayDrift(drift: Drift, environment: string, wanted: Release | null, live: Release | null): string {
  const version = wanted?.version ?? 'nothing'
  const before = live?.version ?? 'nothing'
  switch (drift.drift) {
    case 'none':
      return `${environment} is on ${version}`
    case 'absent':
      return `There is neither a tag nor a record of ${environment}`
    case 'unasked':
      return `${environment} is on ${version} by tag and ledger, but what is served could not be asked: ${drift.detail}`
    case 'monitored':
      return `${version} was kept in ${environment}, and is looked at again until ${new Date(drift.until).toISOString().slice(0, 16)}Z`
    case 'left-by-drill':
      return `A drill was killed and has left ${wanted ? `its tag on ${version}` : 'open records'}`
    case 'in-hand':
      return `${drift.record.to.version} is being deployed to ${environment} by ${drift.record.run.url}`
    case 'unrecorded':
      return `${environment} is on ${version} by its tag, and has no record yet`
    case 'missed-move':
      return `The tag was moved to ${version} without a run: the ledger knows ${before}${servedToo(drift)}`
    case 'stale-clone':
      return `The very tag object of ${version} that was rolled back was pushed again (judged by ${drift.record.run.url})`
    case 'unfinished-move':
      return `${version} was left, but its tag was not moved back (judged by ${drift.record.run.url})`
    case 'lost-run':
      return `The run that deployed ${drift.record.to.version} ended without closing its record: ${drift.record.run.url}`
    case 'tag-deleted':
      return `The tag was deleted, and ${drift.live.version} is live by the ledger. A tag is never made again by itself`
    case 'served-differs':
      return drift.act === 'redeploy'
        ? `Tag and ledger say ${version}, but what is served differs: ${drift.found}`
        : `Tag and ledger say ${version}, but what is served differs: ${drift.found}. A run has tried and was given up (${drift.record.closed?.reason}): ${drift.record.run.url}`
  }
}

function servedToo(drift: Drift & { drift: 'missed-move' }): string {
  switch (drift.act) {
    case 'adopt':
      return ''
    case 'follow':
      return ', and it is not served'
    case 'report':
      return drift.detail === null
        ? ', and there is no verify-url or verify-command to ask what is served'
        : `, and what is served could not be asked: ${drift.detail}`
  }
}
