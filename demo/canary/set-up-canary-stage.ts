import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startService } from '../service/start-service.ts'
import { createTally } from '../service/tally.ts'
import { callWhenServed } from '../stage/call-when-served.ts'
import type { Closers } from '../stage/close-all.ts'
import { openStage } from '../stage/open-stage.ts'
import type { PlayingStage } from '../stage/play-act.ts'
import { ENVIRONMENT } from '../stage/publish.ts'
import { createRunner } from '../stage/run-workflow.ts'
import { setUpRepository } from '../stage/set-up-repository.ts'
import { CANARY } from './acts.ts'
import { filesFor } from './files.ts'
import { createScanner, type Scanner } from './scanner.ts'
import { type Router, startRouter } from './start-router.ts'

export type CanaryStage = PlayingStage & { router: Router; scanner: Scanner }

/** Starts GitHub, repository, two services, what stands before them, and callers on this machine. */
export const setUpCanaryStage = async (
  closers: Closers,
  stop: AbortSignal,
  requestsPerSecond: number,
): Promise<CanaryStage> => {
  const { directory, github } = await openStage(closers)
  const services = join(directory, 'services')
  const start = async (environment: string) => {
    await mkdir(join(services, environment), { recursive: true })
    const service = await startService(join(services, environment))
    closers.add(`service of ${environment}`, () => service.close())
    return service
  }
  const [production, canary] = await Promise.all([start(ENVIRONMENT), start(CANARY)])
  const router = await startRouter({ [ENVIRONMENT]: production, [CANARY]: canary })
  closers.add('router', () => router.close())
  const checkout = await setUpRepository(github, directory, filesFor(router.url, services))
  const runner = createRunner(github, checkout.repository, stop)
  const scanner = createScanner()
  callWhenServed(router.url, requestsPerSecond, { tally: createTally(), document: scanner.document }, closers)
  return { github, checkout, runner, router, scanner }
}
