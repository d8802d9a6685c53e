import { lstatSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * A file that an input names, within the workspace.
 *
 * @throws when it is outside, also by a symbolic link that somebody has committed, or a folder, or there is no workspace
 */
export function workspacePath(input: string, file: string, env: Readonly<Record<string, string | undefined>>): string {
  const root = env.GITHUB_WORKSPACE
  if (!root)
    throw new Error('Environment variable GITHUB_WORKSPACE is missing: this has to run as a step of a workflow')
  const path = resolve(root, file)
  if (!isInside(root, path) || !isInside(realOf(root), realOf(path))) {
    throw new Error(`Input ${input}: expected a file in the workspace, got ${JSON.stringify(file)}`)
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`Input ${input}: expected a file, got the folder ${JSON.stringify(file)}`)
  return path
}

function isInside(root: string, path: string): boolean {
  const inside = relative(root, path)
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
}

/** Where a path really leads, as far as it is there. A link that leads to nothing would be written through. */
function realOf(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found) return dirname(path) === path ? path : resolve(realOf(dirname(path)), relative(dirname(path), path))
  try {
    return realpathSync(path)
  } catch {
    return resolve(sep)
  }
}
