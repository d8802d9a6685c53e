import { expect, it, jest } from '@jest/globals'
import { sayStep } from '../../testing/faults/fault-kinds.ts'
import { spreadOver } from '../../testing/faults/spread-over.ts'
import { type DrillWorld, inDrillWorld } from './drill-world.ts'
import { type Kill, killDrill } from './kill-drill.ts'
import { runReconcile } from './reconcile-runner.ts'

/** All of them take many minutes; an even spread of them has to do where every change is tested. */
const EVERY_STEP = process.env.DRILL_KILLS === 'all'
const SPREAD = 10
const WORLDS = 2
jest.setTimeout(EVERY_STEP ? 3_600_000 : 240_000)

type Case = Kill & { cleaner: 'the next drill' | 'reconcile' }

const HOURS_AGO = () => ({ began: Date.now() - 3 * 3_600_000 })

/** Killed before and after every request, and before, while and after every process; two ways to be cleaned up take turns. */
async function casesOf(world: DrillWorld): Promise<Case[]> {
  const { steps, result } = await killDrill(world, null)
  expect(result.outputs.reason).toBe('drill-passed')
  const kills = steps.flatMap((step): Kill[] =>
    (['kill-before', 'kill-after', ...(step.kind === 'process' ? (['kill-during'] as const) : [])] as const).map(
      (fault) => ({ step, fault }),
    ),
  )
  expect(kills.length).toBeGreaterThan(60)
  return (EVERY_STEP ? kills : spreadOver(kills, SPREAD)).map((kill, index) => ({
    ...kill,
    cleaner: index % 3 === 0 ? 'the next drill' : 'reconcile',
  }))
}

/** What is wrong afterwards. The clock of this GitHub is hours behind, so that a killed run counts as lost at once. */
async function play(world: DrillWorld, { step, fault, cleaner }: Case): Promise<string[]> {
  const before = await world.production()
  const { reached, result } = await killDrill(world, { step, fault })
  const problems: string[] = []
  if (reached && result.signal !== 'SIGKILL' && result.exitCode !== 0)
    problems.push(`it was not killed, but ended with ${result.exitCode}`)
  if (cleaner === 'reconcile') {
    const { exitCode, log } = await runReconcile(world, { inputs: { environments: 'production-drill' } })
    if (exitCode !== 0) problems.push(`reconcile failed: ${log}`)
  } else {
    const next = await world.drill()
    if (!/^The rollback worked/.test(next.outputs.sentence ?? '')) problems.push(`the next drill: ${next.log}`)
  }
  const { tag, open } = await world.left()
  if (tag !== undefined) problems.push('a tag is left')
  if (open > 0) problems.push(`${open} open records are left`)
  if ((await world.production()) !== before) problems.push('the tag of production was moved')
  if (world.arms.served('production') !== 'v1.1.0') problems.push('production serves something else')
  return problems.map((problem) => `${sayStep(step)} ${fault}, then ${cleaner}: ${problem}`)
}

it.concurrent.each(Array.from({ length: WORLDS }, (_, world) => world))(
  'a drill that is killed at any step leaves nothing behind the next drill, or reconcile (world %i)',
  (lane) =>
    inDrillWorld(async (world) => {
      const problems: string[] = []
      const cases = (await casesOf(world)).filter((_, index) => index % WORLDS === lane)
      for (const one of cases) problems.push(...(await play(world, one)))
      expect(problems).toStrictEqual([])
    }, HOURS_AGO())(),
)
