import { describe, expect, it, jest } from '@jest/globals'
import { inWorld } from './in-world.ts'
import { UNWATCHED, type World } from './world.ts'

jest.setTimeout(60_000)

/** The quality of a prompt is measured by a script in its own files; the last digits differ, as real scores do. */
const CONFIG = `
defaults:
  metrics:
    failures: {}
    quality:
      metric: command
      metric-command: echo "{\\"score\\":$(cat prompts/quality)$RANDOM}"
      at-least: 0.8
    queue:
      value: requests_total{code="200"}
      at-most: 0
      dry-run: true
`
const WATCH = { duration: '8s', 'min-duration': '2s', 'verify-duration': '0s' }

async function withQuality(world: World): Promise<void> {
  await world.release('v1.0.0', 0, { 'prompts/quality': '0.9' })
  await world.run(await world.moveProduction('v1.0.0'), { inputs: UNWATCHED })
  await world.release('v1.1.0', 0, { '.github/tagback.yml': CONFIG, 'prompts/quality': '0.95' })
  await world.release('v1.2.0', 0, { 'prompts/quality': '0.1' })
}

type Result = { decidedBy: string; otherMetrics: { name: string; dryRun: boolean; measurements: unknown[] }[] }
const resultIn = (outputs: Record<string, string>): Result => JSON.parse(outputs.result ?? '') as Result

describe('several metrics, by the committed bundle', () => {
  it.concurrent(
    'rolls back a release without a single error for its score, and says so',
    inWorld(async (world) => {
      await withQuality(world)
      const { outputs, summary, exitCode } = await world.run(await world.moveProduction('v1.2.0'), { inputs: WATCH })
      expect(exitCode).toBe(1)
      expect(outputs).toMatchObject({ decision: 'rolled-back', version: 'v1.2.0', 'target-version': 'v1.0.0' })
      expect(world.service.served()).toBe('v1.0.0')
      const { decidedBy, otherMetrics } = resultIn(outputs)
      expect(decidedBy).toBe('quality')
      expect(otherMetrics.map(({ name, dryRun }) => [name, dryRun])).toStrictEqual([
        ['failures', false],
        ['queue', true],
      ])
      expect(summary).toContain('quality: mean score 0.1')
    }),
  )

  it.concurrent(
    'keeps a good one, although a metric that is dry-run would not have',
    inWorld(async (world) => {
      await withQuality(world)
      const { outputs, annotations } = await world.run(await world.moveProduction('v1.1.0'), { inputs: WATCH })
      expect(outputs).toMatchObject({ decision: 'kept', reason: 'healthy', version: 'v1.1.0' })
      expect(annotations.map(({ message }) => message).join('\n')).toContain('queue would have decided, but is dry-run')
    }),
  )

  it.concurrent(
    'refuses a configuration whose metrics do not fit together, with the place, before anything is written',
    inWorld(async (world) => {
      await world.release('v1.0.0', 0, {
        '.github/tagback.yml': 'defaults:\n  metrics:\n    quality: {score: judge}\n',
      })
      const push = await world.moveProduction('v1.0.0')
      world.github.clearRequests()
      const { outputs } = await world.run(push, { inputs: { ...UNWATCHED, metric: 'prometheus-text' } })
      expect(outputs).toMatchObject({ decision: 'refused', reason: 'bad-input' })
      expect(outputs.sentence ?? outputs.result).toContain(
        '.github/tagback.yml:3:22 metrics.quality.score: expected at-least beside it, got none',
      )
      expect(world.writes()).toStrictEqual([])
    }),
  )
})
