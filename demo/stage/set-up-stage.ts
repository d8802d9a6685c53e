import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalGitHub } from '../../testing/github/local-github.ts'
import { startLocalGitHub } from '../../testing/github/start-local-github.ts'
import { type Service, startService } from '../service/start-service.ts'
import { startTraffic } from '../service/start-traffic.ts'
import { createTally, type Tally } from '../service/tally.ts'
import { whenServed } from '../service/when-served.ts'
import { missingTools } from './check-tools.ts'
import type { Closers } from './close-all.ts'
import { createRunner, type Runner } from './run-workflow.ts'
import { type Checkout, setUpRepository } from './set-up-repository.ts'

export type Stage = {
  github: LocalGitHub
  checkout: Checkout
  runner: Runner
  service: Service
  tally: Tally
}

/** Starts GitHub, repository, service and callers on this machine. Throws when a tool is missing that this needs. */
export const setUpStage = async (closers: Closers, stop: AbortSignal, requestsPerSecond: number): Promise<Stage> => {
  const directory = await mkdtemp(join(tmpdir(), 'tagback-demo-'))
  closers.add('temporary files', () => rm(directory, { recursive: true, force: true }))
  const missing = await missingTools(directory)
  if (missing.length > 0) throw new Error(`The demo cannot run here. ${missing.join(' ')}`)

  const github = await startLocalGitHub()
  closers.add('local GitHub', () => github.close())
  const serviceDirectory = join(directory, 'service')
  await mkdir(serviceDirectory)
  const service = await startService(serviceDirectory)
  closers.add('service', () => service.close())

  const checkout = await setUpRepository(github, directory, service)
  const runner = createRunner(github, checkout.repository, stop)
  const tally = createTally()
  callWhenServed(service.url, requestsPerSecond, tally, closers)
  return { github, checkout, runner, service, tally }
}

/** Callers come as soon as there is something to call. */
const callWhenServed = (url: string, requestsPerSecond: number, tally: Tally, closers: Closers): void => {
  const stop = new AbortController()
  const calling = whenServed(url, stop.signal).then(() =>
    stop.signal.aborted ? null : startTraffic(url, requestsPerSecond, tally),
  )
  closers.add('traffic', async () => {
    stop.abort()
    ;(await calling)?.close()
  })
}
