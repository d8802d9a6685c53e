import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { collectStories } from '../flows/history/collect-stories.ts'
import type { HistoryEvent } from '../flows/history/history-event.ts'
import { eventJson } from '../report/history-json.ts'
import { updateRollbackLog } from '../report/rollback-log.ts'

/** Events that are kept for summary and outputs; files get all. */
const MOST_KEPT = 500

/**
 * Takes the events of a history as they come: all into a file, one line of JSON each, the newest for the summary, and the
 * rollbacks for their log.
 *
 * @param historyFile begun anew unless the history is read on
 */
export function takeEvents(historyFile: string | null, readOn: boolean) {
  const events: HistoryEvent[] = []
  const collected = collectStories()
  if (historyFile !== null) {
    mkdirSync(dirname(historyFile), { recursive: true })
    if (!readOn) writeFileSync(historyFile, '')
  }
  return {
    events,
    stories: collected.stories,
    /** @param read everything that was read with them */
    tell: (more: readonly HistoryEvent[], read: readonly HistoryEvent[]): void => {
      if (historyFile !== null)
        appendFileSync(historyFile, more.map((event) => `${JSON.stringify(eventJson(event))}\n`).join(''))
      events.push(...more.slice(0, Math.max(0, MOST_KEPT - events.length)))
      collected.take(read, more)
    },
    /** Adds what the log does not have yet; gives how many rollbacks that were, and how many have their end now. */
    writeLog: (file: string): { added: number; finished: number } => {
      const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
      const { text, added, finished } = updateRollbackLog(before, collected.stories())
      mkdirSync(dirname(file), { recursive: true })
      if (added + finished > 0 || !existsSync(file)) writeFileSync(file, text)
      return { added, finished }
    },
  }
}
