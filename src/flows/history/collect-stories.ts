import { type RollbackStory, rollbackStory } from '../../ledger/rollback-story.ts'
import type { HistoryEvent } from './history-event.ts'
import type { LoggedRecord } from './history-ports.ts'

/**
 * Puts the rollbacks of a history together as it comes, newest first: the record of a rollback, then that of the guard that
 * decided it. `stories` may be asked at the end.
 */
export function collectStories(): { take(events: readonly HistoryEvent[]): void; stories(): RollbackStory[] } {
  const found: RollbackStory[] = []
  const waiting = new Map<string, LoggedRecord>()
  const take = (record: LoggedRecord): void => {
    const key = `${record.run.id} ${record.component} ${record.environment}`
    if (record.kind === 'restore') found.push(rollbackStory(record, null))
    if (record.kind === 'rollback') waiting.set(key, record)
    const back = waiting.get(key)
    if (record.kind !== 'guard' || !back) return
    found.push(rollbackStory(back, record))
    waiting.delete(key)
  }
  return {
    take: (events) => {
      for (const event of events) if (event.kind === 'recorded') take(event.record)
    },
    stories: () => [...found, ...[...waiting.values()].map((back) => rollbackStory(back, null))],
  }
}
