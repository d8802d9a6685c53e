import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { type DemoProcess, startDemo } from './demo-process.ts'

const LIMIT_MS = 120_000

let demo: DemoProcess | undefined
const start = async (env?: Record<string, string>, args?: readonly string[]): Promise<DemoProcess> => {
  demo = await startDemo(env, args)
  return demo
}

afterEach(async () => {
  await demo?.remove()
  demo = undefined
})

const stillListens = async (url: string): Promise<boolean> => {
  try {
    await (await fetch(url)).text()
    return true
  } catch {
    return false
  }
}

test(
  'keeps two versions, rolls the third one back, and leaves nothing behind',
  async () => {
    const { ended, out, leftovers } = await start()
    const { exitCode, stdout } = await ended
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('ended as they should') })

    const [, before, pushed, now] = /^ +production +(\w+ -> \S+) +(\w+ -> \S+) +(\w+ -> \S+)$/m.exec(stdout) ?? []
    expect(before).toMatch(/^[0-9a-f]{7} -> v1\.1\.0$/)
    expect(pushed).toMatch(/^[0-9a-f]{7} -> v1\.2\.0$/)
    expect(now).toBe(before)
    expect(stdout).toMatch(/^ +1 +v1\.0\.0 +kept /m)
    expect(stdout).toMatch(/^ +2 +v1\.1\.0 +kept /m)
    expect(stdout).toMatch(/^ +3 +v1\.2\.0 +rolled-back +\d/m)
    const tooLong = stdout.split('\n').filter((line) => line.length > 100 && !line.includes(out))
    expect(tooLong).toEqual([])
    expect(stdout).not.toContain('ghs_')
    expect(stdout).not.toContain('\u001b')

    const page = (name: string): Promise<string> => readFile(join(out, name), 'utf8')
    expect(await page('3-v1.2.0.html')).toMatch(/markdown-alert-caution.*error rate [\d.]+%/s)
    expect(await page('2-v1.1.0.html')).toContain('v1.1.0 kept')
    expect(await page('1-v1.0.0.html')).toContain('Not armed')
    expect(await page('index.html')).toMatch(/href="3-v1\.2\.0\.html".*<polyline/s)
    expect(await leftovers()).toEqual([])
  },
  LIMIT_MS,
)

test(
  'promotes a good canary, keeps another one through a fault that all share, and takes a bad one back',
  async () => {
    const { ended, out, leftovers } = await start({}, ['canary'])
    const { exitCode, stdout } = await ended
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('ended as they should') })
    expect(stdout).toMatch(/^ +2 +v1\.1\.0 +production-canary +promoted +healthy +v1\.1\.0 +v1\.1\.0$/m)
    expect(stdout).toMatch(/^ +3 +v1\.1\.1 +production-canary +kept +inconclusive +v1\.1\.0 +v1\.1\.1$/m)
    expect(stdout).toMatch(/^ +4 +v1\.2\.0 +production-canary +rolled-back +above-threshold +v1\.1\.0 +v1\.1\.0$/m)
    const tooLong = stdout.split('\n').filter((line) => line.length > 100 && !line.includes(out))
    expect(tooLong).toEqual([])
    expect(stdout).not.toContain('ghs_')

    const page = (name: string): Promise<string> => readFile(join(out, name), 'utf8')
    expect(await page('2-v1.1.0.html')).toMatch(/production-canary.*production/s)
    expect(await page('4-v1.2.0.html')).toMatch(/markdown-alert-caution.*beside production/s)
    expect(await page('index.html')).toMatch(/href="4-v1\.2\.0\.html".*<polyline.*<polyline/s)
    expect(await leftovers()).toEqual([])
  },
  LIMIT_MS,
)

test(
  'practises a rollback twice, once with a version that is really bad, and leaves nothing behind',
  async () => {
    const { ended, out, leftovers } = await start({}, ['drill'])
    const { exitCode, stdout } = await ended
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('Both drills ended as they should, and nothing of them is left.'),
    })
    expect(stdout).toMatch(/From v1\.0\.0 back to v1\.1\.0: where the time went\n.*\n +read and arm +\d/)
    expect(stdout).toMatch(/From v1\.2\.0 back to v1\.1\.0.* detect the breach +[\d.]+ s +counts +#+/s)
    expect(stdout).toMatch(/Time to rollback [\d.]+ s, of a budget of 20\.0 s \(\d+ %\)/)
    expect(stdout).toMatch(/Drills so far\n.*\n +drill 2 +drill-passed .*\n +drill 1 +drill-passed /)
    expect(stdout.split('\n').filter((line) => line.length > 100 && !line.includes(out))).toEqual([])
    expect(await readFile(join(out, 'drill-2.html'), 'utf8')).toContain('The breach was real')
    expect(await readFile(join(out, 'drill-1.html'), 'utf8')).toContain('Detection was simulated')
    expect(await leftovers()).toEqual([])
  },
  LIMIT_MS,
)

test(
  'ends everything that it started when it is interrupted in the middle of a watch',
  async () => {
    const { printed, kill, ended, leftovers } = await start()
    const [, service = ''] = await printed(/service +(http:\S+)\/extract/)
    const [, github = ''] = await printed(/repository +(http:\/\/[^/]+)/)
    await printed(/Watch v1\.0\.0/)
    expect([await stillListens(service), await stillListens(github)]).toEqual([true, true])
    kill('SIGINT')
    const { exitCode, stderr } = await ended
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: '' })
    expect([await stillListens(service), await stillListens(github)]).toEqual([false, false])
    expect(await leftovers()).toEqual([])
  },
  LIMIT_MS,
)

test(
  'says which tool is missing, and starts nothing',
  async () => {
    const { ended, leftovers } = await start({ PATH: '/nowhere' })
    const { exitCode, stdout } = await ended
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/git could not be started \(ENOENT\)/)
    expect(stdout).toMatch(/curl could not be started \(ENOENT\): install\s+curl/)
    expect(await leftovers()).toEqual([])
  },
  LIMIT_MS,
)

test(
  'names the shows that there are when it is asked for another one',
  async () => {
    const { ended, leftovers } = await start({}, ['fireworks'])
    const { exitCode, stdout } = await ended
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/There is no show "fireworks": expected rollback or canary.*Usage: npm run demo/s)
    expect(await leftovers()).toEqual([])
  },
  LIMIT_MS,
)
