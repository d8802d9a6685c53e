export type Closers = {
  /** What is added last is closed first. */
  add(what: string, close: () => void | Promise<void>): void
  /** Closes everything once, whatever fails on the way. Throws one error that names all that could not be closed. */
  closeAll(): Promise<void>
}

/** Collects what has to be ended and removed, whichever way the demo ends. */
export const createClosers = (): Closers => {
  const stack: { what: string; close: () => void | Promise<void> }[] = []
  return {
    add: (what, close) => void stack.push({ what, close }),
    closeAll: async () => {
      const failed: string[] = []
      for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
        const { what, close } = next
        try {
          await close()
        } catch (error) {
          failed.push(`${what}: ${error instanceof Error ? error.message : error}`)
        }
      }
      if (failed.length > 0) throw new Error(`Not everything could be ended: ${failed.join('; ')}`)
    },
  }
}
