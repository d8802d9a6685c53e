import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { systemClock } from '../../src/actions/system-clock.ts'
import type { CommandDeployerOptions } from '../../src/deploy/command-deployer.ts'
import { trafficByCommand } from '../../src/deploy/traffic-by-command.ts'
import { bad, directory, lines, options } from './deployer-fixture.ts'

const set = (script: string, percent: number, more: Partial<CommandDeployerOptions> = {}, within = 10) =>
  trafficByCommand({ ...options(script, more), clock: systemClock })({
    ...{ release: bad, environment: 'production-canary', percent, within },
  })

const seen = () => readFile(join(directory, 'seen'), 'utf8')

describe('the traffic, set by a script', () => {
  it('is told like a deploy, in the files of the release', async () => {
    const script = `echo "$TAGBACK_TRAFFIC_PERCENT $TAGBACK_VERSION $TAGBACK_ENVIRONMENT $TAGBACK_REASON $(cat prompt.md) $INPUT_TOKEN" > ${directory}/seen`
    expect(await set(script, 25)).toStrictEqual({ kind: 'set' })
    expect(await seen()).toBe(`25 v1.2.0 production-canary traffic files of ${bad.commit} \n`)
  })

  it('works without files that cannot be had, or not in time', async () => {
    const never = { ...options('').files, prepare: () => new Promise<void>(() => undefined) }
    const none = { ...never, prepare: () => Promise.reject(new Error('no network')) }
    expect(await set(`pwd > ${directory}/seen`, 0, { files: none })).toStrictEqual({ kind: 'set' })
    expect(await seen()).toMatch(/\/tagback-traffic-\w+\n$/)
    expect(await set('true', 0, { files: never }, 1)).toStrictEqual({ kind: 'set' })
  })

  it('is tried again when it fails, and then says its last line without secrets', async () => {
    const once = `if [ -e ${directory}/seen ]; then exit 0; fi; touch ${directory}/seen; exit 7`
    expect(await set(once, 5)).toStrictEqual({ kind: 'set' })
    expect(await set('echo "refused $MY_API_KEY"; exit 7', 5)).toStrictEqual({
      kind: 'failed',
      detail: 'traffic-command: exit code 7: refused *** (3 tries)',
    })
  })

  it('is ended when its time is over', async () =>
    expect(await set('sleep 60', 5, {}, 1)).toMatchObject({ detail: 'traffic-command: not finished after 1 s' }))

  it('writes into the log what it wrote, at once and where no command counts', async () => {
    await set('echo "::error::forged"; echo done', 5)
    expect(lines[0]).toMatch(/^::stop-commands::[0-9a-f]{64}$/)
    expect(lines.slice(1, -1)).toStrictEqual(['::error::forged', 'done'])
    expect(lines.at(-1)).toBe(lines[0]?.replace(/^::stop-commands(::.*)$/, '$1::'))
  })

  it('names what keeps it from running', async () => {
    await writeFile(join(directory, 'file'), '')
    expect(await set('true', 5, { temporaryDirectory: join(directory, 'file') })).toMatchObject({
      kind: 'failed',
      detail: expect.stringMatching(/^traffic-command: /),
    })
  })
})
