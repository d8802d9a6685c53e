import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { documentAt } from '../service/documents.ts'
import { type Service, startService } from '../service/start-service.ts'
import { createTally, type Tally } from '../service/tally.ts'
import { callWhenServed } from './call-when-served.ts'
import type { Closers } from './close-all.ts'
import { openStage } from './open-stage.ts'
import type { PlayingStage } from './play-act.ts'
import { createRunner } from './run-workflow.ts'
import { setUpRepository } from './set-up-repository.ts'
import { WORKFLOW_PATH, workflowFor } from './workflow.ts'

export type Stage = PlayingStage & {
  service: Service
  tally: Tally
}

/** Starts GitHub, repository, service and callers on this machine. Throws when a tool is missing that this needs. */
export const setUpStage = async (closers: Closers, stop: AbortSignal, requestsPerSecond: number): Promise<Stage> => {
  const { directory, github } = await openStage(closers)
  const serviceDirectory = join(directory, 'service')
  await mkdir(serviceDirectory)
  const service = await startService(serviceDirectory)
  closers.add('service', () => service.close())

  const checkout = await setUpRepository(github, directory, { [WORKFLOW_PATH]: workflowFor(service) })
  const runner = createRunner(github, checkout.repository, stop)
  const tally = createTally()
  callWhenServed(service.url, requestsPerSecond, { tally, document: documentAt }, closers)
  return { github, checkout, runner, service, tally }
}
