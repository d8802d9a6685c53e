import type { Outcome } from '../flows/outcome.ts'
import { formatSeconds } from './format-seconds.ts'
import { markdownTable } from './markdown-table.ts'
import { type Counted, type RollbackCost, rollbackCost } from './rollback-cost.ts'

const NAMES: Partial<Record<RollbackCost['since'][number]['event'], string>> = {
  'tag-moved-back': 'tag moved back',
  redeployed: 'deployed again',
  verified: 'served again',
  recovered: 'recovery proven',
}

const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** What the rollback cost, in requests and in time. Empty when nothing was rolled back. */
export function costSection(outcome: Outcome): string {
  const cost = rollbackCost(outcome)
  if (!cost) return ''
  const rows = cost.since.map(({ event, seconds }) => [NAMES[event] ?? event, formatSeconds(seconds)])
  const table = markdownTable(
    [{ title: `From the ${cost.from === 'decided' ? 'breach' : 'failed deploy'} to` }, { title: 'Took', right: true }],
    rows,
  )
  return [requests(cost), table].filter((part) => part !== '').join('\n\n')
}

function requests({ during, after, beyondUsual }: RollbackCost): string {
  if (!during) return ''
  const say = ({ errors, total }: Counted): string => `${counts.format(errors)} of ${counts.format(total)}`
  const later = after ? `, ${say(after)} in the one after` : ''
  const usual = beyondUsual === null ? '' : ` ${beyond(during.errors, beyondUsual)}`
  return `**${say(during)} requests failed** in the watch before the rollback${later}.${usual} What failed outside of the watches was not measured.`
}

function beyond(errors: number, beyondUsual: number): string {
  const usual = counts.format(errors - beyondUsual)
  return usual === '0'
    ? 'At the later rate none would have failed: all of them are what the release cost.'
    : `At the later rate ${usual} of them would have failed anyway: the other ${counts.format(beyondUsual)} are what the release cost.`
}
