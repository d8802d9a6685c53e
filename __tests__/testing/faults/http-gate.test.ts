import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from '@jest/globals'
import type { RequestFault } from '../../../testing/faults/fault-kinds.ts'
import { openGate } from '../../../testing/faults/http-gate.ts'

const listening = async (server: Server, port = 0): Promise<number> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

it('is there again after it was refused, also when somebody else listens on its port meanwhile', async () => {
  const upstream = createServer((_request, response) => response.end('well'))
  const other = createServer((_request, response) => response.end('somebody else'))
  const faults: RequestFault[] = ['refused']
  const gate = await openGate({
    ...{ upstream: `http://127.0.0.1:${await listening(upstream)}`, sabotage: null },
    ...{ faultOf: () => faults.shift() ?? null, passed: () => undefined },
    ...{ kill: () => undefined, interrupt: () => undefined, overtake: async () => undefined },
  })
  try {
    await expect(fetch(gate.url)).rejects.toThrow('fetch failed')
    await expect(fetch(gate.url)).rejects.toThrow('fetch failed')
    await listening(other, Number(new URL(gate.url).port))
    for (let tries = 0; tries < 100 && !(await fetch(gate.url).catch(() => null)); tries++) await sleep(50)
    expect(await (await fetch(gate.url)).text()).toBe('well')
  } finally {
    await gate.settled()
    await gate.close()
    other.close()
    upstream.close()
  }
})
