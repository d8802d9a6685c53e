import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export type Service = {
  /** `http://127.0.0.1:PORT` */
  url: string
  /** Where a deploy puts `prompt.md` and `version`. */
  directory: string
  close(): Promise<void>
}

/** Starts the service as a process of its own. Throws when it ends before it listens. */
export const startService = async (directory: string): Promise<Service> => {
  const child = fork(join(import.meta.dirname, 'server.ts'), [], {
    cwd: directory,
    // Found from here: the working directory of the service is not within this package.
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const listening = once(child, 'message').then(([message]) => (message as { port: number }).port)
  const port = await Promise.race([
    listening,
    ended.then(([code, signal]) => {
      throw new Error(`The service ended with ${code ?? signal} before it listened.`)
    }),
  ])
  return {
    url: `http://127.0.0.1:${port}`,
    directory,
    close: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
