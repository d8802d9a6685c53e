import { expect, it } from '@jest/globals'
import { redactPorts } from '../../src/actions/redact-ports.ts'
import { release } from '../ledger/records.ts'

const SECRET = 'hush-4711-abcdef'

it('takes secrets out of whatever a deploy, a verification or a metric source says, and leaves the rest', async () => {
  const counters = { kind: 'counters', errors: new Map([['x', 1]]), total: new Map([['x', 2]]) } as const
  const readings = [counters, { kind: 'unavailable', what: 'http-status', detail: `401 for ${SECRET}` }] as const
  let nth = 0
  const ports = redactPorts(
    {
      deployer: {
        prepare: async () => {},
        deploy: async () => ({ kind: 'failed', detail: `exit code 1\n  Bearer ${SECRET}` }),
      },
      askServed: async () => ({ kind: 'differs', found: SECRET }),
      sourcesFor: () =>
        new Map([['errors', { description: `with ${SECRET}`, read: async () => readings[nth++] ?? counters }]]),
      describeChange: async () => ({ path: 'a.md', lines: [`+key: ${SECRET}`], left: 0 }),
    },
    [SECRET],
  )
  const order = { release: release('v1'), previous: null, environment: 'production', reason: 'move' } as const
  expect(await ports.deployer.deploy(order)).toStrictEqual({ kind: 'failed', detail: 'exit code 1\n  Bearer ***' })
  expect(await ports.askServed?.(release('v1'), 'production')).toStrictEqual({ kind: 'differs', found: '***' })
  const source = ports.sourcesFor?.(release('v1')).get('errors')
  expect(source?.description).toBe('with ***')
  expect((await ports.describeChange(release('v1'), release('v2')))?.lines).toStrictEqual(['+key: ***'])
  expect(await source?.read({ since: 0, until: 1 })).toStrictEqual(counters)
  expect(await source?.read({ since: 0, until: 1 })).toMatchObject({ detail: '401 for ***' })
})

it('stays without metric and verification where there is none', () => {
  const deployer = { prepare: async () => {}, deploy: async () => ({ kind: 'deployed' }) as const }
  expect(
    redactPorts({ deployer, askServed: null, sourcesFor: null, describeChange: async () => null }, [SECRET]),
  ).toMatchObject({
    askServed: null,
    sourcesFor: null,
  })
})

it('cuts what would not fit into the outputs of a job, but no secret in two', async () => {
  const detail = `${'x'.repeat(3_990)}${SECRET}${'y'.repeat(160_000)}`
  const deployer = { prepare: async () => {}, deploy: async () => ({ kind: 'failed', detail }) as const }
  const ports = redactPorts({ deployer, askServed: null, sourcesFor: null, describeChange: async () => null }, [SECRET])
  const result = await ports.deployer.deploy({
    release: release('v1'),
    previous: null,
    environment: 'e',
    reason: 'move',
  })
  const said = 'detail' in result ? result.detail : ''
  expect(said.length).toBeLessThan(4_100)
  expect(said).toMatch(/^x+\*\*\*y+… \(cut/)
})
