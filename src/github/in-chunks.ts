import { atOnce } from '../flows/scope/at-once.ts'

/** Requests under way at once. GitHub lets an account have a hundred; a guard at work beside us needs its share. */
const AT_ONCE = 4

/** Cuts a list into chunks of at most `size` and asks for a few of them at a time; answers in the order of the list. */
export function inChunks<Item, Answer>(
  items: readonly Item[],
  size: number,
  ask: (chunk: Item[], index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const chunks = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
  return atOnce(AT_ONCE, chunks, ask)
}
