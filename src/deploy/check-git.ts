import { getExecOutput } from '@actions/exec'

/** `GIT_CONFIG_COUNT`, by which the token reaches git without standing in its arguments, came with git 2.31. */
const OLDEST = [2, 31] as const

/** @throws when git is missing or too old to be handed a token safely */
export async function checkGit(): Promise<void> {
  const { exitCode, stdout } = await getExecOutput('git', ['--version'], { silent: true, ignoreReturnCode: true })
  const [, major = 0, minor = 0] = (/^git version (\d+)\.(\d+)/.exec(stdout) ?? []).map(Number)
  if (exitCode === 0 && (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]))) return
  const found = stdout.trim() || `exit code ${exitCode}`
  throw new Error(`git ${OLDEST.join('.')} or newer is needed to read the files of a release, found: ${found}`)
}
