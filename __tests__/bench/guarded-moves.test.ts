import { afterAll, beforeAll, expect, it, jest } from '@jest/globals'
import { rollBack } from '../../bench/guarded-moves.ts'
import { addTags, versionTags } from '../../bench/many-tags.ts'
import { COMPONENT, openStage, type Stage } from '../../bench/stage.ts'
import { git } from '../../testing/github/run-git.ts'

jest.setTimeout(60_000)

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

it('measures a rollback of the bundle among hundreds of versions, and git doing the same move', async () => {
  await addTags(stage.repository.gitDir, versionTags(COMPONENT, 300))
  const [first] = versionTags(COMPONENT, 1)
  expect(await git(stage.repository.gitDir, ['cat-file', '-t', `refs/tags/${first}`])).toBe('tag')
  expect((await stage.repository.refs()).size).toBeGreaterThan(300)

  const move = await rollBack(stage, 'v1.1.0')
  // One request to move the tag, one to ask who else has opened a record, two at the end to find and open the incident; git asks twice who it is and what there is before it pushes.
  expect(move).toMatchObject({ requestsToMove: 1, requests: { api: 10 }, gitPush: { requests: 3 } })
  expect(move.answeringMs).toBeGreaterThan(0)
  expect(move.scrapedToAnsweredMs).toBeGreaterThan(move.answeringMs)
  expect(move.decidedToMovedMs).toBeGreaterThan(0)
  expect(move.gitPush.ms).toBeGreaterThan(0)
  // Node itself holds tens of megabytes: less would be another unit.
  expect(move.peakBytes).toBeGreaterThan(20_000_000)
})
