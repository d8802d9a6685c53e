/**
 * Puts paths inside a release into git's form: relative, `/` between the parts, no `.` and no slash at the end. An
 * empty list means all files.
 *
 * @throws for a path that is empty, absolute or leads out of the release
 */
export const releasePaths = (paths: readonly string[]): string[] => {
  const checked = paths.map(checkPath)
  return checked.includes('') ? [] : [...new Set(checked)]
}

const checkPath = (path: string): string => {
  const problem = problemOf(path)
  if (problem !== undefined) {
    throw new Error(
      `The path ${JSON.stringify(path)} of a release cannot be used: ${problem}. ` +
        'Expected a path relative to the root of the repository, such as `components/prompts/extraction`.',
    )
  }
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

const problemOf = (path: string): string | undefined => {
  if (path.trim() === '') return 'it is empty'
  if (path.includes('\0')) return 'it holds a NUL character'
  if (/^([/\\]|[a-z]:)/i.test(path)) return 'it is absolute'
  if (path.split(/[/\\]/).includes('..')) return 'it holds `..`'
  if (path.includes('\\')) return 'it holds `\\`, and git separates parts by `/`'
  return undefined
}
