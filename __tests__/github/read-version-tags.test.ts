import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { systemClock } from '../../src/actions/system-clock.ts'
import { readMove } from '../../src/flows/guard/read-move.ts'
import { git } from '../../testing/github/run-git.ts'
import { COMPONENT, createFixture, type Fixture, PRODUCTION } from './repository-fixture.ts'

const component = { id: COMPONENT, prefix: 'components', type: 'prompts', name: 'extraction' }

let fixture: Fixture
/** 250 versions on the newest commit: v1.0.0, which production left, is not among the hundred newest. */
beforeEach(async () => {
  fixture = await createFixture()
  const { repository, commit } = fixture
  const versions = Array.from({ length: 250 }, (_, index) => `create refs/tags/${COMPONENT}/v2.${index}.0 ${commit}\n`)
  await git(repository.gitDir, ['update-ref', '--stdin'], { input: versions.join('') })
})
afterEach(() => fixture.close())

const read = async (before = fixture.before, after = fixture.after) => {
  fixture.github.clearRequests()
  const push = { ref: PRODUCTION, before, after, actor: 'ada' }
  const found = await readMove(push, component, 'production', { repository: fixture.port, clock: systemClock }, null)
  expect(fixture.github.violations).toStrictEqual([])
  if (found.kind !== 'move') throw new Error(found.sentence)
  return { ...found, operations: fixture.github.requests.map(({ operation }) => operation) }
}

describe('a component with hundreds of versions', () => {
  it('asks for an old version by its name, and not for all of them', async () => {
    const { move, remarks, operations } = await read()
    expect(operations).toStrictEqual(['TagbackGuard', 'TagbackVersionsByName'])
    expect(move).toMatchObject({ to: { version: 'v1.1.0' }, from: { version: 'v1.0.0' } })
    expect(remarks).toStrictEqual([])
  })

  it('says that an old version tag was deleted', async () => {
    await git(fixture.repository.gitDir, ['update-ref', '-d', `refs/tags/${COMPONENT}/v1.0.0`])
    const { move, remarks } = await read()
    expect(move.from).toMatchObject({ version: 'v1.0.0', object: fixture.before })
    expect(remarks).toStrictEqual([expect.stringContaining('v1.0.0 has been deleted since')])
  })

  it('reads all of them for a tag straight on an old commit', async () => {
    const commit = await git(fixture.repository.gitDir, ['rev-parse', `${fixture.v1}^{commit}`])
    await git(fixture.repository.gitDir, ['update-ref', PRODUCTION, commit])
    const { move, operations } = await read(fixture.after, commit)
    expect(operations).toStrictEqual(['TagbackGuard', 'TagbackVersions', 'TagbackVersions'])
    expect(move.to).toMatchObject({ version: 'v1.0.0', commit })
  })
})
