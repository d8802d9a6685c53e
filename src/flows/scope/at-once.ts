/** Works on a list, on `most` items at a time, and answers in the order of the list. Rejects with the first error. */
export async function atOnce<Item, Answer>(
  most: number,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  const left = items.entries()
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) answers[index] = await work(item, index)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
  return answers
}
