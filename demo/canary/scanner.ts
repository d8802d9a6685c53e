import { documentAt } from '../service/documents.ts'

export type Scanner = {
  document(index: number): string
  /** From now on every eighth page is blank. */
  jam(): void
  /** Milliseconds since the epoch; null as long as it works. */
  jammedAt(): number | null
}

/** Where the documents of all callers come from: what is wrong with it, every version has to live with. */
export const createScanner = (): Scanner => {
  let jammed: number | null = null
  return {
    document: (index) => (jammed !== null && index % 8 === 3 ? '\n' : documentAt(index)),
    jam: () => {
      jammed ??= Date.now()
    },
    jammedAt: () => jammed,
  }
}
