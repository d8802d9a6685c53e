import { describe, expect, it, jest } from '@jest/globals'
import { EXTRACTION, inRestoreWorld, type RestoreWorld } from './restore-world.ts'

jest.setTimeout(120_000)

const VERSIONS = ['v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.10.0', 'v1.11.0']
const HUNT = {
  ...{ component: 'extraction', into: 'debug', good: 'v1.0.0', bad: 'v1.11.0' },
  'test-command':
    'test "$TAGBACK_ENVIRONMENT $TAGBACK_REASON" = "debug test"\ncase "$(cat "$TAGBACK_PATH")" in *BUG*) exit 1 ;; *SKIP*) exit 125 ;; esac',
}

/** Five versions; those named hold a bug or cannot be tested. v1.11.0 is live in production. */
async function withVersions(world: RestoreWorld, holds: Record<string, string>): Promise<void> {
  for (const version of VERSIONS)
    await world.version(EXTRACTION, version, {
      'prompts/extraction.md': `${EXTRACTION} ${version} ${holds[version] ?? ''}\n`,
    })
  await world.set(EXTRACTION, 'production', 'v1.11.0')
}

describe('seed 0, row 15: find the bug, versions are tried in debug by bisection', () => {
  it(
    'the first bad one is named, with what changed in it, and stays in debug; production is not touched',
    inRestoreWorld(async (world) => {
      await withVersions(world, { 'v1.2.0': 'BUG', 'v1.10.0': 'BUG', 'v1.11.0': 'BUG' })
      const before = await world.tag(`${EXTRACTION}/production`)
      const result = await world.restore(HUNT)
      expect(result.outputs).toMatchObject({ decision: 'found', reason: 'first-bad', 'first-bad': 'v1.2.0' })
      expect(result.exitCode).toBe(0)
      expect(result.outputs.sentence).toBe('v1.2.0 is the first bad version, v1.1.0 was good. debug is on v1.2.0')
      expect(result.summary).toMatch(/compare\/[0-9a-f]{40}\.\.\.[0-9a-f]{40}/)
      expect(JSON.parse(result.outputs.result ?? '').hunt.trials).toStrictEqual([
        { version: 'v1.2.0', trial: 'bad' },
        { version: 'v1.1.0', trial: 'good' },
      ])
      expect([await world.versionOf(EXTRACTION, 'debug'), world.served(EXTRACTION, 'debug')]).toStrictEqual([
        'v1.2.0',
        'v1.2.0',
      ])
      expect(await world.tag(`${EXTRACTION}/production`)).toBe(before)
      expect(world.repository.issues).toStrictEqual([])
    }),
  )

  it(
    'what cannot be tested is passed over, and said; a plan writes nothing',
    inRestoreWorld(async (world) => {
      await withVersions(world, { 'v1.2.0': 'SKIP', 'v1.10.0': 'BUG', 'v1.11.0': 'BUG' })
      const plan = await world.restore({ ...HUNT, 'dry-run': 'true' })
      expect(plan.outputs).toMatchObject({ decision: 'planned', reason: 'dry-run' })
      expect(world.deploys()).toStrictEqual([])
      const result = await world.restore(HUNT)
      expect(result.outputs).toMatchObject({ decision: 'found', reason: 'one-of', 'first-bad': 'v1.10.0' })
      expect(result.outputs.sentence).toContain('v1.2.0 in between could not be tested')
    }),
  )

  it(
    'a test that finds nothing on the bad version is found out',
    inRestoreWorld(async (world) => {
      await withVersions(world, {})
      const result = await world.restore(HUNT)
      expect(result.outputs).toMatchObject({ decision: 'not-found', reason: 'wrong-end', 'first-bad': '' })
      expect(result.outputs.sentence).toContain('v1.11.0 was to be bad, and is good for the test')
      expect(result.exitCode).toBe(4)
    }),
  )

  it.each<[string, Record<string, string>, RegExp]>([
    ['no such version', { good: 'v0.9.0' }, /good: \S+ has no version "v0\.9\.0", did you mean/],
    ['the wrong way round', { good: 'v1.11.0', bad: 'v1.0.0' }, /v1\.11\.0 is not older than v1\.0\.0/],
    ['into production', { into: 'production' }, /Input into: expected an environment of its own/],
    ['no test', { 'test-command': '' }, /Input test-command: expected a bash script/],
    ['a state as well', { to: 'previous' }, /Input to: does not go with test-command/],
  ])('%s is refused, and nothing is written', (_, inputs, problem) =>
    inRestoreWorld(async (world) => {
      await withVersions(world, {})
      const result = await world.restore({ ...HUNT, ...inputs })
      expect(result.outputs).toMatchObject({ decision: 'refused', reason: 'bad-input' })
      expect(result.outputs.sentence).toMatch(problem)
      expect([world.deploys(), world.records()]).toStrictEqual([[], []])
    })(),
  )
})
