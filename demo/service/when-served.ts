import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 50

/** Resolves as soon as the service serves any version: before the first deploy there is nothing to call. */
export const whenServed = async (url: string, stop: AbortSignal): Promise<void> => {
  while (!stop.aborted) {
    const answer = await fetch(`${url}/version`)
    await answer.body?.cancel()
    if (answer.ok) return
    await sleep(PAUSE_MS)
  }
}

/** What the service says that it serves; of one environment where several are behind the address. */
export const servedVersion = async (url: string, environment?: string): Promise<string> =>
  (await (await fetch([url, 'version', ...(environment ? [environment] : [])].join('/'))).text()).trim()
