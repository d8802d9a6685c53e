import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ObjectId } from '../tags/git-object.ts'
import type { CheckOut } from './assemble-deploy.ts'

type Batch = { commits: Set<ObjectId>; result: Promise<ReadonlyMap<ObjectId, string>> }

/**
 * Puts together what many components ask for at once: one fetch instead of one for each. What was put on disk is not
 * fetched again. When a commit is missing, everybody is told by a fetch of their own whether it was theirs.
 */
export function batchedCheckOut(checkOut: CheckOut): CheckOut {
  const batches = new Map<string, Batch>()
  const done = new Map<string, string>()
  const keyOf = (commit: ObjectId, paths: readonly string[]): string => [commit, ...paths].join('\n')

  const fetchAll = async (batch: Set<ObjectId>, paths: readonly string[]) => {
    await nextTurn()
    batches.delete(paths.join('\n'))
    return checkOut([...batch], paths)
  }
  return async (commits, paths) => {
    const known = new Map(
      commits.flatMap((commit) => {
        const directory = done.get(keyOf(commit, paths))
        return directory === undefined ? [] : [[commit, directory] as const]
      }),
    )
    const missing = commits.filter((commit) => !known.has(commit))
    if (missing.length === 0) return known
    const name = paths.join('\n')
    let batch = batches.get(name)
    if (!batch) {
      const wanted = new Set<ObjectId>()
      batch = { commits: wanted, result: fetchAll(wanted, paths) }
      batches.set(name, batch)
    }
    for (const commit of missing) batch.commits.add(commit)
    const { result, commits: all } = batch
    const directories = await result.catch((error: unknown) => {
      if (all.size === missing.length) throw error
      return checkOut(missing, paths)
    })
    for (const [commit, directory] of directories) done.set(keyOf(commit, paths), directory)
    return new Map([...known, ...[...directories].filter(([commit]) => missing.includes(commit))])
  }
}
