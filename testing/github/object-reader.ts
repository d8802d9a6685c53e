import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { gitEnvironment } from './run-git.ts'

export type ObjectType = 'commit' | 'tag' | 'tree' | 'blob'
type ObjectInfo = { oid: string; type: ObjectType; size: number }
export type RawObject = ObjectInfo & { body: Buffer }

/** Reads objects by any expression that `git rev-parse` knows; `null` where there is none. */
export type ObjectReader = {
  info(expression: string): Promise<ObjectInfo | null>
  read(expression: string): Promise<RawObject | null>
  close(): Promise<void>
}

type Pending = { withBody: boolean; resolve(found: RawObject | null): void; reject(error: Error): void }

const HEADER = /^([0-9a-f]{40}) (commit|tag|tree|blob) (\d+)$/

/** One long-lived `git cat-file`: a process for each object would make a large repository unbearably slow. */
export const createObjectReader = (gitDir: string): ObjectReader => {
  const pending: Pending[] = []
  let child: ChildProcessWithoutNullStreams | undefined
  let received: Buffer = Buffer.alloc(0)

  const drain = (): void => {
    for (let next = pending[0]; next !== undefined; next = pending[0]) {
      const end = received.indexOf(10)
      if (end < 0) return
      const [, oid, type, digits] = HEADER.exec(received.toString('latin1', 0, end)) ?? []
      const size = Number(digits)
      const length = oid !== undefined && next.withBody ? end + 1 + size + 1 : end + 1
      if (received.length < length) return
      const body = Buffer.from(received.subarray(end + 1, next.withBody ? end + 1 + size : end + 1))
      received = received.subarray(length)
      pending.shift()
      next.resolve(oid === undefined ? null : { oid, type: type as ObjectType, size, body })
    }
  }

  const start = (): ChildProcessWithoutNullStreams => {
    const started = spawn('git', ['cat-file', '--batch-command'], { cwd: gitDir, env: gitEnvironment() })
    started.stdout.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      drain()
    })
    started.stderr.resume()
    started.stdin.on('error', () => undefined)
    // The repository can be gone with its test while a late request is under way: `close` says so to whoever asked.
    started.on('error', () => undefined)
    started.on('close', () => {
      child = undefined
      received = Buffer.alloc(0)
      for (const request of pending.splice(0)) request.reject(new Error(`git cat-file ended early in ${gitDir}.`))
    })
    return started
  }

  const ask = (command: 'info' | 'contents', expression: string): Promise<RawObject | null> => {
    if (/[\n\0]/.test(expression)) return Promise.resolve(null)
    child ??= start()
    const { stdin } = child
    return new Promise((resolve, reject) => {
      pending.push({ withBody: command === 'contents', resolve, reject })
      stdin.write(`${command} ${expression}\n`)
    })
  }

  return {
    info: (expression) => ask('info', expression),
    read: (expression) => ask('contents', expression),
    close: () =>
      new Promise((resolve) => {
        if (child === undefined) return resolve()
        child.once('close', () => resolve())
        child.stdin.end()
      }),
  }
}
