import type { LocalRepository } from '../local-repository.ts'
import type { LocalState } from '../local-state.ts'
import type { RateLimit } from '../rate-limit.ts'
import type { Token } from '../tokens.ts'

export type GraphqlContext = {
  state: LocalState
  token: Token
  rateLimit: RateLimit
  /** Fields and arguments that are in GitHub's schema and not implemented here. */
  missing: string[]
}

/** What a field with arguments resolves by. Any argument that is not named here is not implemented. */
export type FieldWithArguments = {
  accepts: readonly string[]
  // biome-ignore lint/suspicious/noExplicitAny: the schema has checked the arguments before they come here.
  resolve(args: any, context: GraphqlContext): unknown
}

/** A value of one GraphQL type. Fields: plain values, functions that are called when asked for, or fields with arguments. */
export type Source = { __typename: string } & Record<string, unknown>

export type RepositoryScope = { state: LocalState; repository: LocalRepository }

/** An error as GitHub's GraphQL API reports it, with its `type`. */
export const graphqlError = (type: string, message: string): Error => Object.assign(new Error(message), { type })
