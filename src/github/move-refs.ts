import type { MoveResult, RefMove } from '../flows/ports.ts'
import { messageOf } from '../message-of.ts'
import { type Client, type RepositoryAddress, WRITE_ONCE } from './client.ts'
import { compareRefs } from './compare-refs.ts'
import { moveByReceivePack } from './receive-pack.ts'
import { graphqlErrorsOf, isPassing, isRateLimit, statusOf, wasAnswered } from './request-error.ts'

/** Milliseconds for one attempt. Service comes first: the redeploy must not wait long for GitHub. */
const ATTEMPT = 5_000

const UPDATE_REFS = `
mutation TagbackMove($repositoryId: ID!, $refUpdates: [RefUpdate!]!) {
  updateRefs(input: { repositoryId: $repositoryId, refUpdates: $refUpdates }) { clientMutationId }
}`

export type MoverOptions = {
  client: Client
  fetch: typeof globalThis.fetch
  address: RepositoryAddress
  token: string
  repositoryId: string
}

/**
 * Moves refs by compare-and-swap, all or none. GraphQL `updateRefs` with `beforeOid` is the only compare-and-swap in
 * GitHub's API. No error is taken at its word: the refs are read again, and what is there decides. Refused although
 * nobody moved them: the same move once through git, whose rules differ. Never throws.
 */
export async function moveRefs(options: MoverOptions, moves: readonly RefMove[]): Promise<MoveResult> {
  const first = await attempt(() => updateRefs(options, moves))
  if (first.kind === 'moved') return { kind: 'moved', via: 'graphql' }
  const afterFirst = await compareRefs(options.client, options.address, moves, first.kind === 'refused')
  if (afterFirst.kind === 'moved') return { kind: 'moved', via: 'graphql' }
  if (afterFirst.kind === 'conflict') return afterFirst

  const second = await attempt((signal) =>
    moveByReceivePack(options.fetch, options.address, options.token, moves, signal),
  )
  if (second.kind === 'moved') return { kind: 'moved', via: 'git' }
  const afterSecond = await compareRefs(options.client, options.address, moves, second.kind === 'refused')
  if (afterSecond.kind === 'moved') return { kind: 'moved', via: 'git' }
  if (afterSecond.kind === 'conflict') return afterSecond
  const detail = `${first.detail}; then ${second.detail}`
  const refused = first.kind === 'refused' || second.kind === 'refused'
  return refused ? { kind: 'refused', detail } : { kind: 'unreachable', detail }
}

type Attempt = { kind: 'moved' } | { kind: 'refused' | 'unanswered'; detail: string }

async function attempt(
  act: (signal: AbortSignal) => Promise<{ kind: 'moved' } | { kind: 'refused'; detail: string }>,
): Promise<Attempt> {
  try {
    return await act(AbortSignal.timeout(ATTEMPT))
  } catch (error) {
    return { kind: 'unanswered', detail: messageOf(error) }
  }
}

async function updateRefs(
  { client, repositoryId }: MoverOptions,
  moves: readonly RefMove[],
): Promise<{ kind: 'moved' } | { kind: 'refused'; detail: string }> {
  const refUpdates = moves.map(({ ref, expected, to }) => ({
    ...{ name: ref, beforeOid: expected, afterOid: to },
    // Back to an older version is not a fast-forward. The expected value still protects the ref.
    force: true,
  }))
  try {
    const answer = await client.graphql<{ updateRefs?: object | null } | undefined>(UPDATE_REFS, {
      ...{ repositoryId, refUpdates },
      request: { ...WRITE_ONCE, signal: AbortSignal.timeout(ATTEMPT) },
    })
    // A proxy's page has status 200 as well.
    if (!answer?.updateRefs) throw new Error('expected the answer of GitHub to updateRefs, got something else')
    return { kind: 'moved' }
  } catch (error) {
    const errors = graphqlErrorsOf(error)
    if (errors.length > 0) {
      const detail = errors.map(({ message }) => message).join('; ')
      // "Something went wrong while executing your query" has no type.
      if (isRateLimit(error) || errors.every(({ type }) => type === '')) throw new Error(detail, { cause: error })
      return { kind: 'refused', detail }
    }
    const status = statusOf(error)
    if (status !== undefined && !isPassing(status) && !isRateLimit(error) && wasAnswered(error)) {
      return { kind: 'refused', detail: `HTTP ${status}: ${messageOf(error)}` }
    }
    throw error
  }
}
