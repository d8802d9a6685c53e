import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Change, DescribeChange } from '../flows/ports.ts'
import type { Release } from '../tags/release.ts'
import { gitEnvironment } from './git-environment.ts'
import { redact, secretsOf } from './redact.ts'
import type { ReleaseFiles } from './release-files.ts'
import { gitIn } from './run-git.ts'

export type DescribeChangeOptions = {
  files: ReleaseFiles
  /** Where the directories of the releases are. */
  temporaryDirectory: string
  parentEnvironment: Readonly<Record<string, string | undefined>>
  timeoutSeconds: number
}

/** What a person reads in passing. */
const MOST_LINES = 40
/** Of both sides together; more than that would take longer than it is worth. */
const MOST_FILES = 500
const MOST_BYTES = 4 * 1024 * 1024

/**
 * Compares the component's own files as they are on disk, where a deploy command may have worked on them.
 *
 * @throws when git fails, or files cannot be read
 */
export const describeChange =
  (options: DescribeChangeOptions): DescribeChange =>
  (from, to) =>
    compare(options, from, to)

async function compare(options: DescribeChangeOptions, from: Release, to: Release): Promise<Change | null> {
  const { files, temporaryDirectory, parentEnvironment: parent, timeoutSeconds } = options
  const [before, after] = [files.directoryOf(from), files.directoryOf(to)]
  if (before === undefined || after === undefined || before === after) return null
  const [pathBefore, pathAfter] = [await files.componentPath(from), await files.componentPath(to)]
  const path = pathAfter || pathBefore
  if (path === '') return null
  const sides = [
    ...(pathBefore === '' ? [] : [join(before, pathBefore)]),
    ...(pathAfter === '' ? [] : [join(after, pathAfter)]),
  ]
  if (!(await isSmall(sides))) return null
  const scratch = await mkdtemp(join(temporaryDirectory, 'diff-'))
  try {
    const home = join(scratch, 'home')
    await mkdir(home)
    const env = gitEnvironment({ parent, home, serverUrl: 'https://localhost', token: '' })
    // No repository is looked for above: what is compared is no part of one.
    const git = gitIn({
      ...{ cwd: scratch, env: { ...env, GIT_CEILING_DIRECTORIES: temporaryDirectory }, timeoutSeconds, secrets: [] },
    })
    // git repeats paths as they were given: relative and with slashes, they look the same on every system.
    const shown = (path: string): string => relative(scratch, path).split(sep).join('/')
    const [left, right] = [
      pathBefore ? shown(join(before, pathBefore)) : '/dev/null',
      pathAfter ? shown(join(after, pathAfter)) : '/dev/null',
    ]
    const args = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--no-prefix', '--unified=2']
    const output = await git(['diff', '--no-index', ...args, '--', left, right], {
      exitCodes: [0, 1],
    })
    const secrets = secretsOf(parent)
    const lines = plainDiff(redact(output.toString(), secrets), [shown(before), shown(after)])
    return { path, lines: lines.slice(0, MOST_LINES), left: Math.max(0, lines.length - MOST_LINES) }
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Without what names our directories or objects; `Binary files … differ` stays. */
function plainDiff(output: string, directories: readonly string[]): string[] {
  const named = (line: string): string =>
    directories.reduce((rest, directory) => rest.replaceAll(`${directory}/`, ''), line)
  let inHunk = false
  return output
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('diff --git ')) inHunk = false
      else if (line.startsWith('@@ ')) inHunk = true
      if (inHunk) return [line]
      return /^(---|\+\+\+|Binary files) /.test(line) ? [named(line)] : []
    })
    .filter((line, index, all) => line !== '' || index < all.length - 1)
}

async function isSmall(paths: readonly string[]): Promise<boolean> {
  let [count, bytes] = [0, 0]
  for (const path of paths) {
    const whole = await stat(path)
    const entries = whole.isDirectory() ? await readdir(path, { recursive: true, withFileTypes: true }) : []
    const files = whole.isDirectory()
      ? entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
      : [path]
    count += files.length
    if (count > MOST_FILES) return false
    for (const file of files) bytes += (await stat(file)).size
  }
  return bytes <= MOST_BYTES
}
