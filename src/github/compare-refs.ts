import { setTimeout as sleep } from 'node:timers/promises'
import type { MoveResult, RefMove } from '../flows/ports.ts'
import { ABSENT } from '../tags/git-object.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { readRef } from './read-ref.ts'

type Comparison = { kind: 'moved' } | { kind: 'unchanged' } | { kind: 'unknown' } | (MoveResult & { kind: 'conflict' })

/** Milliseconds for reading one ref, and between two readings. */
const READ = 5_000
const LAG = 1_000
const READINGS = 3

/**
 * Reads refs after an attempt to move them, to see what became of it. GitHub's copies may lag: what is neither before the move
 * nor after it is read again before somebody else is said to have moved a ref, unless the attempt was `refused`, which says
 * the same. Never throws.
 */
export async function compareRefs(
  client: Client,
  address: RepositoryAddress,
  moves: readonly RefMove[],
  refused: boolean,
): Promise<Comparison> {
  for (let reading = 1; ; reading++) {
    const compared = await compareOnce(client, address, moves)
    if (compared.kind !== 'conflict' || refused || reading === READINGS) return compared
    await sleep(LAG)
  }
}

async function compareOnce(client: Client, address: RepositoryAddress, moves: readonly RefMove[]): Promise<Comparison> {
  try {
    const found = await Promise.all(
      moves.map(({ ref }) => readRef(client, address, ref, { signal: AbortSignal.timeout(READ) })),
    )
    if (moves.every(({ to }, index) => found[index]?.object === to)) return { kind: 'moved' }
    const index = moves.findIndex(({ expected }, at) => found[at]?.object !== expected)
    const move = moves[index]
    return move ? { kind: 'conflict', ref: move.ref, found: found[index]?.object ?? ABSENT } : { kind: 'unchanged' }
  } catch {
    return { kind: 'unknown' }
  }
}
