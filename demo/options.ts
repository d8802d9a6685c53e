import { join } from 'node:path'
import { parseArgs } from 'node:util'

export type Options = {
  /** Leaves everything running at the end, to play with. */
  keep: boolean
  /** The folder for the pages. */
  out: string
}

const USAGE = 'Usage: npm run demo -- [--keep] [--out FOLDER]'

/** Reads the command line. Throws for what it does not know. */
export const readOptions = (args: readonly string[]): Options => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { keep: { type: 'boolean', default: false }, out: { type: 'string' } },
    })
    return { keep: values.keep, out: values.out ?? join(import.meta.dirname, 'out') }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}. ${USAGE}`, { cause: error })
  }
}
