import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getOctokit } from '@actions/github'
import { expect, test } from '@jest/globals'
import { createEdgit } from '../../../testing/github/edgit-tags.ts'
import { git } from '../../../testing/github/run-git.ts'
import { startLocalGitHub } from '../../../testing/github/start-local-github.ts'

const TAGS = 50_000

test('a narrow question among 50,000 tags finds its few', async () => {
  const github = await startLocalGitHub()
  const { gitDir } = await github.createRepository({ owner: 'acme', name: 'large' })
  const { workTree, commit } = await createEdgit(await mkdtemp(join(tmpdir(), 'many-')))
  const oid = await commit({ a: 'a\n' }, 'one', '2026-11-20T09:00:00Z')
  await git(workTree, ['push', '--quiet', gitDir, 'main'])
  // The file that `git pack-refs` writes: fifty thousand loose files would take seconds.
  const lines = Array.from(
    { length: TAGS },
    (_, index) => `refs/tags/components/prompts/p${index % 5000}/v1.0.${Math.floor(index / 5000)}`,
  ).sort()
  const packed = ['# pack-refs with: peeled fully-peeled sorted ', ...lines.map((name) => `${oid} ${name}`), '']
  await writeFile(join(gitDir, 'packed-refs'), packed.join('\n'))

  const token = github.createToken({ kind: 'actions', permissions: { contents: 'read' } })
  const { graphql } = getOctokit(token, { baseUrl: github.apiUrl })
  const ask = (prefix: string) =>
    graphql<{ repository: { refs: { totalCount: number; nodes: unknown[] } } }>(
      `{ repository(owner: "acme", name: "large") { refs(refPrefix: "${prefix}", first: 100) { totalCount nodes { name target { oid } } } } }`,
    )
  await ask('refs/tags/none/')
  const narrow = await ask('refs/tags/components/prompts/p17/')
  const wide = await ask('refs/tags/')
  expect([narrow.repository.refs.totalCount, narrow.repository.refs.nodes.length]).toEqual([10, 10])
  expect([wide.repository.refs.totalCount, wide.repository.refs.nodes.length]).toEqual([TAGS, 100])
  const [, first, second] = github.requests
  console.log(`${TAGS} tags: narrow ${first?.ms.toFixed(0)} ms, all ${second?.ms.toFixed(0)} ms`)
  expect(github.violations).toEqual([])
  await github.close()
  await rm(workTree, { recursive: true, force: true })
})
