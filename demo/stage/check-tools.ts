import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { tryCommand } from '../../testing/github/run-git.ts'

/** The action as a runner finds it. */
export const ACTION_FILE = fileURLToPath(new URL('../../action.yml', import.meta.url))

const NEEDED = [
  ['git', ['--version'], 'install git'],
  ['git', ['http-backend'], 'install the part of git that serves HTTP (on Alpine the package git-daemon)'],
  ['bash', ['--version'], 'install bash'],
  ['curl', ['--version'], 'install curl'],
] as const

/** What is missing for the demo on this machine, with what to do about it; nothing is asked of the network. */
export const missingTools = async (directory: string): Promise<string[]> => {
  const checks = NEEDED.map(async ([command, args, remedy]) => {
    try {
      const { stderr } = await tryCommand(command, directory, args)
      return /is not a git command/.test(stderr) ? [`${command} ${args.join(' ')} is missing: ${remedy}.`] : []
    } catch (error) {
      return [`${command} could not be started (${(error as NodeJS.ErrnoException).code}): ${remedy}.`]
    }
  })
  const bundle = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
  const built = existsSync(bundle) ? [] : ['dist/index.js, the program of the action, is missing: npm run build.']
  return [...(await Promise.all(checks)).flat(), ...built]
}
