/** Requests under way at once. GitHub lets an account have a hundred; a guard at work beside us needs its share. */
const AT_ONCE = 4

/** Cuts a list into chunks of at most `size` and works on a few of them at a time; answers in the order of the list. */
export async function inChunks<Item, Answer>(
  items: readonly Item[],
  size: number,
  work: (chunk: Item[], index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const chunks = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
  const answers: Answer[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < chunks.length; index = next++)
      answers[index] = await work(chunks[index] as Item[], index)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, chunks.length) }, worker))
  return answers
}
