import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Arguments that make bash stop at the first error and read no start-up files. */
export const bashArguments = (file: string): string[] => ['--noprofile', '--norc', '-eo', 'pipefail', file]

/**
 * Puts a bash script into a file for as long as it is used: nothing of it is ever part of a command line.
 *
 * @throws what `use` throws, and when the file cannot be written
 */
export async function withScriptFile<T>(
  script: string,
  temporaryDirectory: string,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(temporaryDirectory, 'tagback-command-'))
  try {
    const file = join(directory, 'command.sh')
    await writeFile(file, script, { mode: 0o600 })
    return await use(file)
  } finally {
    await rm(directory, { recursive: true, force: true }).catch(() => undefined)
  }
}
