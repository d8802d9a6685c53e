import type { RollbackStory } from '../ledger/rollback-story.ts'
import { finishEntry, headingOf, keyOf, rollbackEntry } from './rollback-entry.ts'

const HEAD = '# Rollback log\n'

export type UpdatedLog = {
  text: string
  /** Entries that were added, and those that say now how it ended. */
  added: number
  finished: number
}

/**
 * A log with those rollbacks added at the end that it does not have yet, the oldest first, and with the end of those that had
 * none. Everything else in it stays as people have edited it.
 *
 * @param mayAdd whether a rollback that is not there is added
 */
export function updateRollbackLog(
  log: string,
  stories: readonly RollbackStory[],
  mayAdd: (story: RollbackStory) => boolean = () => true,
): UpdatedLog {
  const blocks = blocksOf(log)
  const { missing, entries } = match(blocks, stories)
  let finished = 0
  for (const [story, index] of entries) {
    const entry = blocks[index] as string
    blocks[index] = finishEntry(entry, story)
    if (blocks[index] !== entry) finished += 1
  }
  const text = blocks.join('')
  const before = text.trim() === '' ? HEAD : text.replace(/\s*$/, '\n')
  const added = missing.filter(mayAdd)
  return { text: [before, ...added.map(rollbackEntry)].join('\n'), added: added.length, finished }
}

/** The rollbacks that a log does not have, and those whose end it does not have. */
export function lackingIn(
  log: string,
  stories: readonly RollbackStory[],
): { missing: RollbackStory[]; unfinished: RollbackStory[] } {
  const blocks = blocksOf(log)
  const { missing, entries } = match(blocks, stories)
  const unfinished = [...entries].flatMap(([story, index]) =>
    finishEntry(blocks[index] as string, story) === blocks[index] ? [] : [story],
  )
  return { missing, unfinished }
}

/** The text before the first entry, then each entry with what people have written below it. */
const blocksOf = (log: string): string[] => log.split(/^(?=### )/m)

/**
 * Which entry tells of which rollback: the one with its key; else one without a key, as somebody may have taken it out, that has
 * its heading and is nobody else's.
 */
function match(
  blocks: readonly string[],
  stories: readonly RollbackStory[],
): { missing: RollbackStory[]; entries: ReadonlyMap<RollbackStory, number> } {
  const keyed = new Map<string, number>()
  const unkeyed = new Map<string, number[]>()
  for (const [index, block] of blocks.entries()) {
    const key = /^<!-- tagback: \S+ -->(?=\r?$)/m.exec(block)?.[0]
    const heading = block.split(/\r?\n/, 1)[0] ?? ''
    if (key !== undefined) keyed.set(key, index)
    else unkeyed.set(heading, [...(unkeyed.get(heading) ?? []), index])
  }
  const missing: RollbackStory[] = []
  const entries = new Map<RollbackStory, number>()
  for (const story of stories.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const index = keyed.get(keyOf(story)) ?? unkeyed.get(headingOf(story))?.shift()
    if (index === undefined) missing.push(story)
    else entries.set(story, index)
  }
  return { missing, entries }
}
