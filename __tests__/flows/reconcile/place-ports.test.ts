import { expect, it } from '@jest/globals'
import type { GuardPorts } from '../../../src/flows/guard-ports.ts'
import type { DeployOrder, TagLook } from '../../../src/flows/ports.ts'
import { placePorts } from '../../../src/flows/reconcile/place-ports.ts'
import { release } from '../../ledger/records.ts'

const order = (reason: DeployOrder['reason']): DeployOrder => ({
  ...{ release: release('v2'), previous: release('v1'), environment: 'production', reason },
})
const at = (name: string): TagLook => ({ kind: 'at', object: release(name).object })

/** A deploy that comes while another place deploys, and what the tag is found at when it is its turn. */
async function deployBehind(look: TagLook, reason: DeployOrder['reason'] = 'move', next = look) {
  const deployed: string[] = []
  const looks: string[] = []
  let end = (): void => undefined
  const slow = new Promise<void>((resolve) => {
    end = resolve
  })
  const portsFor = (place: string, work: Promise<void>) =>
    ({
      clock: { now: () => 0, sleep: async () => undefined },
      cancelled: new AbortController().signal,
      tell: () => undefined,
      repository: {
        lookAtTag: async (ref: string) => {
          looks.push(`${place} ${ref}`)
          return looks.length === 1 ? look : next
        },
      },
      deployer: {
        prepare: async () => undefined,
        deploy: async () => {
          deployed.push(place)
          await work
          return { kind: 'deployed' }
        },
      },
    }) as unknown as GuardPorts
  const portsOf = placePorts()
  const first = portsOf(portsFor('first', slow), 'first').deployer.deploy(order('move'))
  const second = portsOf(portsFor('second', Promise.resolve()), 'second').deployer.deploy(order(reason))
  await new Promise(setImmediate)
  const before = [...deployed]
  end()
  return { before, deployed, looks, ends: [await first, await second] }
}

it('deploys one after another, and looks at the tag again only after a wait', async () => {
  const { before, deployed, looks, ends } = await deployBehind(at('v2'))
  expect([before, deployed]).toStrictEqual([['first'], ['first', 'second']])
  expect(looks).toStrictEqual(['second refs/tags/components/prompts/extraction/production'])
  expect(ends).toStrictEqual([{ kind: 'deployed' }, { kind: 'deployed' }])
})

it.each<[string, TagLook, DeployOrder['reason']]>([
  ['moved on while it waited', at('v3'), 'move'],
  ['moved back while it waited', at('v1'), 'move'],
  ['deleted while it waited', { kind: 'gone' }, 'move'],
  ['moved on while a rollback waited', at('v3'), 'rollback'],
])('deploys nothing whose tag was %s', async (_name, look, reason) => {
  const { deployed, ends } = await deployBehind(look, reason)
  expect(deployed).toStrictEqual(['first'])
  expect(ends[1]).toStrictEqual({ kind: 'failed', detail: expect.stringContaining('waited for its turn') })
})

it.each<[string, TagLook, DeployOrder['reason'], TagLook | undefined]>([
  ['whose tag could not be moved back', at('v1'), 'rollback', undefined],
  ['when GitHub does not answer', { kind: 'unknown', detail: 'no answer' }, 'rollback', undefined],
  ['whose move is not shown yet', at('v1'), 'move', at('v2')],
])('deploys %s', async (_name, look, reason, next) => {
  expect((await deployBehind(look, reason, next)).deployed).toStrictEqual(['first', 'second'])
})
