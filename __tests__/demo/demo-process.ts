import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export type DemoProcess = {
  /** Where it writes its pages. */
  out: string
  /** Resolves as soon as the demo has printed something that fits. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  kill(signal: NodeJS.Signals): void
  ended: Promise<{ exitCode: number | null; stdout: string; stderr: string }>
  /** What is left in the folder that the demo had for temporary files. */
  leftovers(): Promise<string[]>
  remove(): Promise<void>
}

/** Runs `demo/index.ts` as `npm run demo` does, with a folder of its own for temporary files. */
export const startDemo = async (
  env: Record<string, string> = {},
  args: readonly string[] = [],
): Promise<DemoProcess> => {
  const root = mkdtempSync(join(tmpdir(), 'demo-test-'))
  const [out, temporary] = [join(root, 'out'), join(root, 'tmp')]
  await mkdir(temporary)
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/index.ts', ...args, '--out', out], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stderr.on('data', (chunk) => {
    written.stderr += chunk
  })
  child.stdout.on('data', (chunk) => {
    written.stdout += chunk
  })
  const ended = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, ...written }))
  })
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(written.stdout)
        if (found !== null) resolve(found)
      }
      child.stdout.on('data', look)
      look()
      void ended.then(({ stdout, stderr }) =>
        reject(new Error(`The demo ended without ${pattern}: ${stdout}${stderr}`)),
      )
    })
  return {
    ...{ out, printed, ended },
    kill: (signal) => void child.kill(signal),
    leftovers: async () => (await readdir(temporary)).filter((name) => !/^(tsx-|node-compile-cache)/.test(name)),
    remove: async () => {
      child.kill('SIGKILL')
      await ended
      await rm(root, { recursive: true, force: true })
    },
  }
}
