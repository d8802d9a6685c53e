import { existsSync } from 'node:fs'
import { win32 } from 'node:path'

/**
 * The bash to run commands with: the one on the PATH; on Windows the one that came with Git, because the first on the
 * PATH may be the entrance to WSL, which sees other files and another environment.
 *
 * @throws when there is no Git for Windows on the PATH
 */
export const findBash = (
  env: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string => {
  if (platform !== 'win32') return 'bash'
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? ''
  const candidates = path
    .split(win32.delimiter)
    .filter((directory) => directory !== '' && exists(win32.join(directory, 'git.exe')))
    .flatMap((directory) => [win32.join(directory, '..', 'bin', 'bash.exe'), win32.join(directory, 'bash.exe')])
  const found = candidates.find(exists)
  if (found === undefined) {
    throw new Error(
      'No bash found: on Windows the bash that comes with Git is used, and no directory of the PATH holds git.exe ' +
        'next to it. Install Git for Windows on the runner.',
    )
  }
  return found
}
