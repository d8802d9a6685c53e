import { listTags } from '../src/github/list-tags.ts'
import { git } from '../testing/github/run-git.ts'
import { type Figure, figureOf } from './figure.ts'
import type { Stage } from './stage.ts'

/** Our list of all tags and git's own, one after the other, as often as `rounds` says. */
export async function listTagsFigures(stage: Stage, of: string, rounds: number): Promise<Figure[]> {
  const { github, token } = stage
  const address = { owner: 'octo', name: 'prompts', serverUrl: github.url, apiUrl: github.apiUrl }
  const ours = { ms: [] as number[], requests: [] as number[] }
  const gits = { ms: [] as number[], requests: [] as number[] }
  const measure = async (into: typeof ours, list: () => Promise<unknown>): Promise<void> => {
    github.clearRequests()
    const began = performance.now()
    await list()
    into.ms.push(performance.now() - began)
    into.requests.push(github.requests.length)
  }
  const lsRemote = ['ls-remote', stage.remote, 'refs/tags/components/*']
  for (let round = 0; round < rounds; round++) {
    await measure(ours, () => listTags({ fetch, address, token }, ['components']))
    await measure(gits, () => git(stage.edgit.workTree, lsRemote))
  }
  const beside = (values: readonly number[]) => ({ beside: { name: 'git ls-remote', values } })
  return [
    figureOf({
      of,
      unit: 'requests',
      name: 'all tags: requests of git',
      values: ours.requests,
      target: 1,
      ...beside(gits.requests),
    }),
    figureOf({ of, unit: 'ms', name: 'all tags', values: ours.ms, ...beside(gits.ms) }),
  ]
}
