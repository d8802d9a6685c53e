import { existsSync, truncateSync } from 'node:fs'

const FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY']

/**
 * Empties the files by which a step tells the runner its outputs, variables and summary. The deploy command is not told
 * where they are, but can guess it; what it wrote there is not ours to hand on. To be called before the first output.
 */
export function emptyCommandFiles(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of FILES) {
    const path = env[name]
    if (path && existsSync(path)) truncateSync(path)
  }
}
