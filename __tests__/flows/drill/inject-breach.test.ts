import { describe, expect, it } from '@jest/globals'
import type { Reading } from '../../../src/analysis/reading.ts'
import { checkSettings } from '../../../src/config/check-settings.ts'
import { injectBreach } from '../../../src/flows/drill/inject-breach.ts'
import type { GuardPorts } from '../../../src/flows/guard-ports.ts'
import type { Breach } from '../../../src/ledger/drill-figures.ts'
import { release } from '../../ledger/records.ts'

const WINDOW = { since: 0, until: 1 }
const [bad, good] = [release('v1'), release('v2')]
const HEALTHY: Reading = { kind: 'window', errors: 0, total: 10 }

function injected(
  breach: Breach,
  more: { reading?: Reading; fault?: () => Promise<string | null>; rate?: boolean } = {},
) {
  const metric = more.rate ? { rate: 'r', threshold: '60%' } : { errors: 'e', total: 't', threshold: '1%' }
  const checked = checkSettings({ deploy: 'none', metric: 'prometheus', 'metric-url': 'http://x', ...metric })
  if (checked.kind === 'problems') throw new Error(checked.problems.map(({ message }) => message).join())
  const source = { description: 'the source', read: async () => more.reading ?? HEALTHY }
  const ports = { save: () => undefined, sourcesFor: () => new Map([['metric', source]]) } as Partial<GuardPorts>
  const { ports: broken, failure } = injectBreach(ports as GuardPorts, checked.settings.watch, {
    ...{ bad, breach, fault: more.fault ?? null },
  })
  const sources = new Map([bad, good].map((of) => [of, broken.sourcesFor?.(of)]))
  const ask = async (of: typeof bad) => sources.get(of)?.get('metric')?.read(WINDOW)
  return { ask, failure, watch: () => broken.save({ phase: 'watching' }) }
}

describe('injectBreach', () => {
  it('shows what is there until the bad release is watched, then half of it failing, and of the good one what is there', async () => {
    const { ask, watch } = injected('injected')
    expect(await ask(bad)).toBe(HEALTHY)
    watch()
    expect(await ask(bad)).toMatchObject({ kind: 'window', errors: 101, total: 200 })
    expect(await ask(good)).toBe(HEALTHY)
  })

  it('goes beyond what is tolerated, with rates that do not look stale', async () => {
    const { ask, watch } = injected('injected', { rate: true })
    watch()
    expect([await ask(bad), await ask(bad)]).toStrictEqual([
      { kind: 'rate', rate: 0.8 },
      { kind: 'rate', rate: 0.801 },
    ])
  })

  it('does not cover up a source that fails, and stands in for one that has nothing to count', async () => {
    const silent = injected('injected', { reading: { kind: 'unavailable', what: 'timeout', detail: 'late' } })
    silent.watch()
    expect(await silent.ask(bad)).toMatchObject({ kind: 'unavailable' })
    const empty = injected('injected', { reading: { kind: 'nothing', what: 'empty', detail: 'no traffic' } })
    empty.watch()
    expect(await empty.ask(bad)).toMatchObject({ kind: 'window' })
  })

  it('makes a fault once, when the watch begins, and shows what the source says of it', async () => {
    let made = 0
    const fault = async () => {
      made++
      return null
    }
    const { ask, watch, failure } = injected('fault-command', { fault })
    await ask(bad)
    expect(made).toBe(0)
    watch()
    expect([await ask(bad), await ask(bad)]).toStrictEqual([HEALTHY, HEALTHY])
    expect([made, failure()]).toStrictEqual([1, null])
  })

  it('takes the place of a fault that cannot be made, and says so', async () => {
    const { ask, watch, failure } = injected('fault-command', { fault: async () => 'exit code 3' })
    watch()
    expect(await ask(bad)).toMatchObject({ errors: 101 })
    expect(failure()).toBe('exit code 3')
  })

  it('leaves a version that is bad by itself alone', async () => {
    const { ask, watch } = injected('bad-version')
    watch()
    expect(await ask(bad)).toBe(HEALTHY)
  })
})
