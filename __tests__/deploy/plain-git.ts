import { execFile } from 'node:child_process'

/** Runs git without anybody's settings and answers with its trimmed output. Throws with its words when it fails. */
export const plainGit = (cwd: string, args: readonly string[], input = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, HOME: cwd, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
    const child = execFile('git', args, { cwd, env }, (error, stdout, stderr) =>
      error ? reject(new Error(`git ${args[0]}: ${stderr}`, { cause: error })) : resolve(stdout.trim()),
    )
    // git may end before it has read everything; its exit code tells what happened.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
