import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { git } from '../testing/github/run-git.ts'
import type { Stage } from './stage.ts'

type Work = { ms: number; requests: number }

/** Moves one ref by compare-and-swap, as a person would: the process from its start to its end. */
export const gitPush = (stage: Stage, move: { ref: string; expected: string; to: string }): Promise<Work> =>
  timed(stage, async () => {
    const lease = `--force-with-lease=${move.ref}:${move.expected}`
    await git(stage.edgit.workTree, ['push', '--quiet', lease, stage.remote, `${move.to}:${move.ref}`])
  })

/** Clones everything into a bare repository: the quickest way in which git alone gets to know all tags. */
export async function gitClone(stage: Stage): Promise<Work> {
  const folder = mkdtempSync(join(stage.root, 'cloned-'))
  const work = await timed(stage, async () => {
    await git(folder, ['clone', '--quiet', '--bare', stage.remote, 'all.git'])
  })
  rmSync(folder, { recursive: true })
  return work
}

async function timed({ github }: Stage, work: () => Promise<void>): Promise<Work> {
  github.clearRequests()
  const started = performance.now()
  await work()
  return { ms: performance.now() - started, requests: github.requests.length }
}
