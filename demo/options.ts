import { join } from 'node:path'
import { parseArgs } from 'node:util'

export type Options<Name extends string = string> = {
  /** Which show is played. */
  show: Name
  /** Leaves everything running at the end, to play with. */
  keep: boolean
  /** The folder for the pages. */
  out: string
}

/**
 * Reads the command line. Throws for what it does not know.
 *
 * @param shows by the word that chooses one; the first is the one where none is chosen
 */
export const readOptions = <Name extends string>(
  args: readonly string[],
  shows: Readonly<Record<Name, unknown>>,
): Options<Name> => {
  const names = Object.keys(shows) as Name[]
  const usage = `Usage: npm run demo -- [${names.join(' | ')}] [--keep] [--out FOLDER]`
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { keep: { type: 'boolean', default: false }, out: { type: 'string' } },
    })
    const [written = names[0], ...others] = positionals
    if (others.length > 0) throw new Error(`Expected one show, got ${positionals.join(' and ')}`)
    const show = names.find((name) => name === written)
    if (show === undefined)
      throw new Error(`There is no show ${JSON.stringify(written)}: expected ${names.join(' or ')}`)
    return { show, keep: values.keep, out: values.out ?? join(import.meta.dirname, 'out', show) }
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}. ${usage}`, { cause: error })
  }
}
