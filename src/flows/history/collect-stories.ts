import { type RollbackStory, rollbackStory } from '../../ledger/rollback-story.ts'
import type { HistoryEvent } from './history-event.ts'
import type { LoggedRecord } from './history-ports.ts'

/**
 * Puts the rollbacks of a history together as it comes, newest first: the record of a rollback, then that of the guard that
 * decided it, which counts although nobody asked for its time. `stories` may be asked at the end.
 */
export function collectStories(): {
  /** @param asked those of them whose rollbacks are wanted */
  take(read: readonly HistoryEvent[], asked: readonly HistoryEvent[]): void
  stories(): RollbackStory[]
} {
  const found: RollbackStory[] = []
  const waiting = new Map<string, LoggedRecord>()
  const take = (record: LoggedRecord, isAsked: boolean): void => {
    const key = `${record.run.id} ${record.component} ${record.environment}`
    if (record.kind === 'restore' && isAsked) found.push(rollbackStory(record, null))
    if (record.kind === 'rollback' && isAsked) waiting.set(key, record)
    const back = waiting.get(key)
    if (record.kind !== 'guard' || !back) return
    found.push(rollbackStory(back, record))
    waiting.delete(key)
  }
  return {
    take: (read, asked) => {
      const wanted = new Set(asked)
      for (const event of read) if (event.kind === 'recorded') take(event.record, wanted.has(event))
    },
    stories: () => [...found, ...[...waiting.values()].map((back) => rollbackStory(back, null))],
  }
}
