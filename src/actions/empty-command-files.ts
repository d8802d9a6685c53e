import { writeFileSync } from 'node:fs'

const FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY']

/**
 * Empties the files by which a step tells the runner its outputs, variables and summary. The deploy command is not told
 * where they are, but can guess it; what it wrote there is not ours to hand on, and a file that it took away is made
 * again. To be called before the first output.
 *
 * @throws when one of them cannot be written
 */
export function emptyCommandFiles(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of FILES) {
    const path = env[name]
    if (path) writeFileSync(path, '')
  }
}
