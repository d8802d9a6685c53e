import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createEdgit, type Edgit } from '../../../testing/github/edgit-tags.ts'
import { git } from '../../../testing/github/run-git.ts'

const P = 'components/prompts/extraction'
const REGISTRY =
  '{"version":"3.0.0","components":{"extraction":{"path":"prompts/extraction.md","type":"prompt"}},"updated":"2026-11-20T00:00:00.000Z"}'

let edgit: Edgit
beforeEach(async () => {
  edgit = await createEdgit(await mkdtemp(join(tmpdir(), 'edgit-')))
})
afterEach(() => rm(edgit.workTree, { recursive: true, force: true }))

const at = (time: string): string => `2026-11-20T${time}:00Z`
const content = (text: string) => ({ 'prompts/extraction.md': text, '.edgit/components.json': REGISTRY })

test('makes the very objects that edgit 0.5.0 made', async () => {
  const first = await edgit.commit(content('v1\n'), 'feat: v1', at('09:00'))
  const v1 = await edgit.createVersion(P, 'v1.0.0', at('09:00'))
  const second = await edgit.commit(content('v1.1\n'), 'feat: v1.1', at('09:10'))
  const v11 = await edgit.createVersion(P, 'v1.1.0', at('09:11'))
  expect([first, second]).toEqual([
    '92941e0a364dcab0e104ff23ba985737c31352d7',
    'f1e146099838eb1bdacaa3fc4d814073605debf0',
  ])
  expect([v1, v11]).toEqual(['6abd4f7445b944614af6c0d897c156324e86f33a', '27050b49f22676bdd79ae942b213fb432964bb76'])

  const moves = [
    await edgit.setEnvironment(P, 'production', 'v1.0.0', at('09:12')),
    await edgit.setEnvironment(P, 'production', 'v1.1.0', at('09:20')),
    await edgit.setEnvironment(P, 'production', 'v1.0.0', at('09:30')),
  ]
  expect(moves).toEqual([
    '6d2ecd8fe1aa8148aacb9991fd61b26f26095ce6',
    '9b1b07d689b07253988388995111b8cebd670387',
    'e0a1a898a30aca14eebdc8b08d306e5f023a6dfb',
  ])
})

test('makes the four other shapes of an environment tag', async () => {
  const commit = await edgit.commit(content('v1\n'), 'feat: v1', at('09:00'))
  const version = await edgit.createVersion(P, 'v1.0.0', at('09:00'))
  const staging = await edgit.setEnvironmentToCommit(P, 'staging', commit, at('09:01'))
  await edgit.setEnvironmentLightweight(P, 'light', commit)
  await edgit.setEnvironmentToVersionObject(P, 'direct', 'v1.0.0')
  await edgit.setEnvironmentToEnvironment(P, 'copied', 'staging', at('09:02'))

  const object = (name: string) => git(edgit.workTree, ['cat-file', '-p', `refs/tags/${P}/${name}`])
  expect(await object('staging')).toContain(`object ${commit}\ntype commit\ntag ${P}/staging\n`)
  expect(await object('copied')).toContain(`object ${staging}\ntype tag\ntag ${P}/copied\n`)
  const tags = await edgit.tags()
  expect(tags.get(`refs/tags/${P}/light`)).toBe(commit)
  expect(tags.get(`refs/tags/${P}/direct`)).toBe(version)
})
