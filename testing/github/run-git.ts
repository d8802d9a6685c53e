import { spawn } from 'node:child_process'

export type GitResult = { code: number; stdout: Buffer; stderr: string }

/** The environment of this process without what would point git at another repository, and without anybody's own settings. */
export const gitEnvironment = (extra: Record<string, string> = {}): Record<string, string> => {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('GIT_'),
  )
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    ...extra,
  }
}

export type GitOptions = { input?: string | Buffer; env?: Record<string, string> }

/** Runs a program in a directory and gives back whatever came of it. */
export const tryCommand = (
  command: string,
  directory: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: directory, env: gitEnvironment(options.env) })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    // It may end before it has read everything; its exit status then tells what happened.
    child.stdin.on('error', () => undefined)
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({ code: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() }),
    )
    child.stdin.end(options.input ?? '')
  })

export const tryGit = (directory: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> =>
  tryCommand('git', directory, args, options)

/** Standard output without the last line feed. Throws with git's own words when git fails. */
export const git = async (directory: string, args: readonly string[], options: GitOptions = {}): Promise<string> => {
  const { code, stdout, stderr } = await tryGit(directory, args, options)
  if (code !== 0) throw new Error(`git ${args.join(' ')} failed with ${code} in ${directory}: ${stderr.trim()}`)
  return stdout.toString().replace(/\n$/, '')
}
