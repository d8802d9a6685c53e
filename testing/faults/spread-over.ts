/** So many of them, evenly spread, and the same ones every time. */
export const spreadOver = <T>(items: readonly T[], count: number): T[] =>
  items.length <= count
    ? [...items]
    : Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T)

/** The same items in an order in which any first part of them is spread over all: multiples of the golden ratio are. */
export const inSpreadOrder = <T>(items: readonly T[]): T[] =>
  items
    .map((item, index) => ({ item, at: (index * 0.618_033_988_75) % 1 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
