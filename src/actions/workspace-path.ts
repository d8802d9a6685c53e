import { statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * A file that an input names, within the workspace.
 *
 * @throws when it is outside, or a folder, or there is no workspace
 */
export function workspacePath(input: string, file: string, env: Readonly<Record<string, string | undefined>>): string {
  const root = env.GITHUB_WORKSPACE
  if (!root)
    throw new Error('Environment variable GITHUB_WORKSPACE is missing: this has to run as a step of a workflow')
  const path = resolve(root, file)
  const inside = relative(root, path)
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw new Error(`Input ${input}: expected a file in the workspace, got ${JSON.stringify(file)}`)
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`Input ${input}: expected a file, got the folder ${JSON.stringify(file)}`)
  return path
}
