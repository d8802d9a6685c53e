import { describe, expect, it, jest } from '@jest/globals'
import { interrupt } from './cancel-in-world.ts'
import { runReconcile, watched } from './reconcile-runner.ts'
import { RINGS, type RingsWorld, withRings } from './rings-world.ts'
import { COMPONENT } from './world.ts'

jest.setTimeout(180_000)

const [FIRST, SECOND, THIRD] = RINGS

/** What v1.1.0 needs is missing in this region: half of its requests fail there. */
const breakRegion = (world: RingsWorld, ring: (typeof RINGS)[number]): void => {
  world.regions[ring].faults.versions['v1.1.0'] = 0.5
}

/** From the moment in which the log holds this. */
const onLine = (text: string, act: () => unknown) => {
  let done = false
  return (line: string): void => {
    if (done || !line.includes(text)) return
    done = true
    void act()
  }
}

const ringsOf = (result: { outputs: Record<string, string> }): [string, string | null][] =>
  JSON.parse(result.outputs.result ?? '{}').rings.map(
    ({ environment, decision }: { environment: string; decision: string | null }) => [environment, decision],
  )

describe('rings', () => {
  it.concurrent(
    'are gone through one after the other, each watched by its own figures',
    withRings({}, async (world) => {
      const result = await world.run(await world.move(FIRST, 'v1.1.0'))
      expect(result).toMatchObject({
        exitCode: 0,
        outputs: { decision: 'promoted', reason: 'healthy', environment: THIRD, version: 'v1.1.0' },
      })
      expect(ringsOf(result)).toStrictEqual([
        [FIRST, 'kept'],
        [SECOND, 'promoted'],
        [THIRD, 'promoted'],
      ])
      expect(await world.tags()).toStrictEqual(['v1.1.0', 'v1.1.0', 'v1.1.0'])
      expect(world.served()).toStrictEqual(['v1.1.0', 'v1.1.0', 'v1.1.0'])
      expect(world.records().slice(-3)).toStrictEqual(Array(3).fill('Deploy v1.1.0: success'))
      expect(result.summary).toContain('### Environments')
      // Going back needs nobody's leave, although the first ring is on something else.
      const back = await world.run(await world.move(THIRD, 'v1.0.0'))
      expect(back).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'healthy' } })
      expect(await world.tags()).toStrictEqual(['v1.1.0', 'v1.1.0', 'v1.0.0'])
    }),
  )

  it.concurrent(
    'end at the one that is bad: it goes back, the one before stays, the one behind is not reached',
    withRings({}, async (world) => {
      breakRegion(world, SECOND)
      const result = await world.run(await world.move(FIRST, 'v1.1.0'))
      expect(result).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'rolled-back', environment: SECOND, 'target-version': 'v1.0.0' },
      })
      expect(ringsOf(result)).toStrictEqual([
        [FIRST, 'kept'],
        [SECOND, 'rolled-back'],
        [THIRD, null],
      ])
      expect(await world.tags()).toStrictEqual(['v1.1.0', 'v1.0.0', 'v1.0.0'])
      expect(world.served()).toStrictEqual(['v1.1.0', 'v1.0.0', 'v1.0.0'])
      const [incident] = world.repository.issues
      expect(incident?.body).toMatch(new RegExp(`${THIRD}.*Not reached`))
    }),
  )

  it.concurrent(
    'before a bad one go back as well where its settings say so, by one update',
    withRings({ [THIRD]: ['follow: auto', 'on-ring-failure: roll-back-all'] }, async (world) => {
      breakRegion(world, THIRD)
      const result = await world.run(await world.move(FIRST, 'v1.1.0'))
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'rolled-back', environment: THIRD } })
      expect(result.outputs.sentence).toContain(`${FIRST} and ${SECOND} went back as well`)
      expect(ringsOf(result)).toStrictEqual(RINGS.map((ring) => [ring, 'rolled-back']))
      expect(await world.tags()).toStrictEqual(['v1.0.0', 'v1.0.0', 'v1.0.0'])
      expect(world.served()).toStrictEqual(['v1.0.0', 'v1.0.0', 'v1.0.0'])
      expect(world.writes().filter((name) => name === 'TagbackMove')).toHaveLength(4)
      expect(world.repository.issues).toHaveLength(3)
      const quiet = await runReconcile(world)
      expect(quiet.outputs.drifted).toBe('0')
    }),
  )

  it.concurrent(
    'are not entered by hand out of order, and are where the settings only warn',
    withRings({ [THIRD]: ['out-of-order: warn'] }, async (world) => {
      const refused = await world.run(await world.move(SECOND, 'v1.1.0'))
      expect(refused).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'out-of-order' } })
      expect(refused.outputs.sentence).toContain(`it has not been there: ${FIRST} is on v1.0.0`)
      expect(world.served()).toStrictEqual(['v1.0.0', 'v1.0.0', 'v1.0.0'])
      const records = world.records().length
      const warned = await world.run(await world.move(THIRD, 'v1.1.0'))
      expect(warned).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', reason: 'healthy' } })
      expect(warned.log).toContain('It is deployed all the same, because out-of-order is warn')
      expect(world.records()).toHaveLength(records + 1)
      // What was pushed there too early is deployed as soon as its turn has come.
      const result = await world.run(await world.move(FIRST, 'v1.1.0'))
      expect(result.outputs).toMatchObject({ decision: 'promoted', environment: SECOND })
      expect(world.served()).toStrictEqual(['v1.1.0', 'v1.1.0', 'v1.1.0'])
    }),
  )

  it.concurrent(
    'leave to a person what the person has moved meanwhile',
    withRings({}, async (world) => {
      await world.release('v1.0.1', 1)
      const result = await world.run(await world.move(FIRST, 'v1.1.0'), {
        onLine: onLine('Watch v1.1.0', () => world.move(SECOND, 'v1.0.1')),
      })
      expect(result.outputs).toMatchObject({ decision: 'stood-down', reason: 'tag-moved', environment: SECOND })
      expect(ringsOf(result)).toStrictEqual([
        [FIRST, 'kept'],
        [SECOND, 'stood-down'],
        [THIRD, null],
      ])
      expect(world.served()).toStrictEqual(['v1.1.0', 'v1.0.0', 'v1.0.0'])
    }),
  )

  it.concurrent(
    'wait for a person where they are followed by hand: the copied command goes on',
    withRings({ [SECOND]: [] }, async (world) => {
      const result = await world.run(await world.move(FIRST, 'v1.1.0'))
      expect(result).toMatchObject({ exitCode: 0, outputs: { decision: 'kept', environment: FIRST } })
      expect(result.outputs.sentence).toContain(`${SECOND} is left to a person`)
      const [, step = ''] = /Left to do: (git .*)/.exec(result.log) ?? []
      const clone = await world.cloneOf('grace')
      const push = await world.pushOf(() => world.shell(clone.workTree, step.replace(/origin/g, clone.remote)))
      expect((await world.run(push)).outputs).toMatchObject({ decision: 'promoted', environment: THIRD })
      expect(world.served()).toStrictEqual(['v1.1.0', 'v1.1.0', 'v1.1.0'])
    }),
  )

  it.concurrent(
    'followed by hand are told apart by version where two versions share a commit',
    withRings({ [SECOND]: [] }, async (world) => {
      for (const version of ['v1.1.1', 'v1.1.2']) {
        await world.edgit.createVersion(COMPONENT, version, world.date())
        await world.push(`refs/tags/${COMPONENT}/${version}`)
      }
      await world.move(SECOND, 'v1.1.1')
      const second = async (version: string): Promise<string> => {
        const { outputs } = await world.run(await world.move(FIRST, version))
        expect(outputs).toMatchObject({ decision: 'kept', version })
        return JSON.parse(outputs.result ?? '{}').rings[1].sentence
      }
      expect(await second('v1.1.1')).toBe('Is on v1.1.1 already')
      expect(await second('v1.1.2')).toBe('Left to a person: push its tag to go on')
    }),
  )

  it.concurrent(
    'whose run was killed in the second: its post step finishes that one, and nothing goes on behind it',
    withRings({}, async (world) => {
      const push = await world.move(FIRST, 'v1.1.0')
      // The phases of the first ring have the same words.
      const line = `Deploy v1.1.0 to ${SECOND}`
      const { post } = await interrupt(world, push, { line, how: 'kill' })
      expect(post.log).toContain(SECOND)
      expect(await world.tags()).toStrictEqual(['v1.1.0', 'v1.0.0', 'v1.0.0'])
      expect(world.served()).toStrictEqual(['v1.1.0', 'v1.0.0', 'v1.0.0'])
      const quiet = await runReconcile(world)
      expect(quiet.outputs.drifted).toBe('0')
    }),
  )

  it.concurrent.each<['kill' | 'cancel', string]>([
    ['kill', 'as well (ring-failed)'],
    ['kill', `Tag of ${FIRST} moved back`],
    ['cancel', `Tag of ${FIRST} moved back`],
  ])(
    'whose run is ended (%s) while the first goes back with another: its post step takes it all the way (%s)',
    (how, line) =>
      withRings({ [SECOND]: ['follow: auto', 'on-ring-failure: roll-back-all'] }, async (world) => {
        breakRegion(world, SECOND)
        const { post } = await interrupt(world, await world.move(FIRST, 'v1.1.0'), { line, how })
        expect(post.log).toContain(`${FIRST} is back on v1.0.0`)
        expect(await world.tags()).toStrictEqual(['v1.0.0', 'v1.0.0', 'v1.0.0'])
        expect(world.served()).toStrictEqual(['v1.0.0', 'v1.0.0', 'v1.0.0'])
        const quiet = await runReconcile(world)
        expect(quiet.outputs.drifted).toBe('0')
      })(),
  )

  it.concurrent(
    'whose machine was lost in the second: reconcile finishes that one, and nothing goes on behind it',
    withRings({}, async (world) => {
      const lost = world.start(await world.move(FIRST, 'v1.1.0'), {
        onLine: (line) => void (line.includes(`Deploy v1.1.0 to ${SECOND}`) && lost.process.kill('SIGKILL')),
      })
      expect(await lost.done).toMatchObject({ signal: 'SIGKILL' })
      for (const record of world.repository.deployments)
        record.createdAt = new Date(Date.parse(record.createdAt) - 86_400_000).toISOString().replace('.000', '')
      const { result } = await runReconcile(world, { inputs: watched(world) })
      expect(result.drifts).toMatchObject([
        { environment: SECOND, drift: 'lost-run', guarded: { decision: 'rolled-back' } },
      ])
      expect(await world.tags()).toStrictEqual(['v1.1.0', 'v1.0.0', 'v1.0.0'])
      expect(world.served()).toStrictEqual(['v1.1.0', 'v1.0.0', 'v1.0.0'])
    }),
  )

  it.concurrent(
    'are not entered again where the release was judged bad before',
    withRings({}, async (world) => {
      breakRegion(world, SECOND)
      expect((await world.run(await world.move(FIRST, 'v1.1.0'))).outputs.decision).toBe('rolled-back')
      world.regions[SECOND].faults.versions = {}
      await world.run(await world.move(FIRST, 'v1.0.0'), { inputs: { follow: 'off' } })
      const again = await world.run(await world.move(FIRST, 'v1.1.0'))
      expect(again).toMatchObject({
        exitCode: 1,
        outputs: { decision: 'refused', reason: 'quarantined', environment: SECOND },
      })
      expect(await world.tags()).toStrictEqual(['v1.1.0', 'v1.0.0', 'v1.0.0'])
    }),
  )

  it.concurrent(
    'in a circle are refused before anything is written, with the place',
    withRings({}, async (world) => {
      const circle = ['environments:', `  ${FIRST}:`, `    after: ${SECOND}`, `  ${SECOND}:`, `    after: ${FIRST}`]
      await world.release('v1.2.0', 1, { '.github/tagback.yml': `${circle.join('\n')}\n` })
      const records = world.records().length
      const result = await world.run(await world.move(FIRST, 'v1.2.0'))
      expect(result).toMatchObject({ exitCode: 1, outputs: { decision: 'refused', reason: 'bad-input' } })
      expect(result.outputs.sentence).toMatch(/^\.github\/tagback\.yml:3:12 after: expected an order with a beginning/)
      expect(world.records()).toHaveLength(records)
    }),
  )
})
