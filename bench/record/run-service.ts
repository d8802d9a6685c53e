import { type ChildProcess, fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { poisson, type Random } from '../judge/random.ts'
import { LENGTH, type Plan } from './plans.ts'

export type RunningService = { name: string; port: number; plan: Plan; load(): Promise<void>; stop(): void }

/** Starts the process of a plan; `load` sends it real requests and restarts it, from `start` (milliseconds since the epoch) on. */
export async function runService(plan: Plan, name: string, start: number, random: Random): Promise<RunningService> {
  const at = (second: number) => start + second * 1000
  const failing = plan.failing.map(([from, to, ...rates]) => [at(from), at(to), ...rates])
  const dark = (plan.dark ?? []).map(([from, to]) => [at(from), at(to)])
  let child: ChildProcess
  const begin = (port: number): Promise<number> => {
    child = fork(
      join(import.meta.dirname, 'service.cjs'),
      [String(port), JSON.stringify(failing), JSON.stringify(dark)],
      {
        execArgv: [],
      },
    )
    return new Promise((resolve) => child.once('message', (message) => resolve(message as number)))
  }
  const port = await begin(0)
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const call = () =>
    request({ host: '127.0.0.1', port, agent }, (response) => response.resume())
      // A client that meets a restart: the service has not counted it.
      .on('error', () => {})
      .end()

  const load = async (): Promise<void> => {
    const restarts = [...(plan.restarts ?? [])]
    for (let second = 0; second < LENGTH + 10; second += 1) {
      await until(at(second))
      if (restarts[0] !== undefined && second >= restarts[0]) {
        restarts.shift()
        child.kill('SIGKILL')
        void begin(port)
      }
      for (let left = poisson(random, plan.traffic(second)); left > 0; left -= 1) setTimeout(call, random() * 1000)
    }
  }
  return { name, port, plan, load, stop: () => child.kill('SIGKILL') }
}

export const until = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, time - Date.now())))
