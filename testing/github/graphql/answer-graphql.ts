import { type DocumentNode, execute, type GraphQLError, Kind, parse, validate } from 'graphql'
import { type Answer, json, type Request, restError } from '../exchange.ts'
import type { LocalState } from '../local-state.ts'
import type { RateLimit } from '../rate-limit.ts'
import type { Token } from '../tokens.ts'
import { resolveField } from './resolve-field.ts'
import { rootSource } from './root-source.ts'
import { githubSchema } from './schema.ts'

export type GraphqlQuestion = { query: string; variables: Record<string, unknown>; operation: string | null }

/** Reads the body of a request, and the name of its operation for log and faults; `null` when it is no question at all. */
export const readQuestion = (body: Buffer): GraphqlQuestion | null => {
  let given: { query?: unknown; variables?: unknown; operationName?: unknown }
  try {
    given = JSON.parse(body.toString())
  } catch {
    return null
  }
  if (typeof given?.query !== 'string') return null
  const [, name] = /(?:^|[}\s])(?:query|mutation)\s+([A-Za-z_]\w*)/.exec(given.query) ?? []
  return {
    query: given.query,
    variables: (given.variables ?? {}) as Record<string, unknown>,
    operation: typeof given.operationName === 'string' ? given.operationName : (name ?? null),
  }
}

const showError = ({ message, path, locations, originalError }: GraphQLError) => {
  const type = (originalError as { type?: string } | undefined)?.type
  return { ...(type === undefined ? {} : { type }), ...(path === undefined ? {} : { path }), locations, message }
}

const invalid = (state: LocalState, errors: readonly GraphQLError[]): Answer => {
  for (const { message } of errors) state.violations.push(`GraphQL: ${message}`)
  return json(200, { errors: errors.map(showError) })
}

const parseQuery = (query: string): DocumentNode | GraphQLError => {
  try {
    return parse(query)
  } catch (error) {
    return error as GraphQLError
  }
}

export const answerGraphql = async (
  state: LocalState,
  { body }: Request,
  token: Token,
  rateLimit: RateLimit,
): Promise<Answer> => {
  const question = readQuestion(body)
  if (question === null) return restError(400, 'Problems parsing JSON')
  const document = parseQuery(question.query)
  if (!('kind' in document) || document.kind !== Kind.DOCUMENT) return invalid(state, [document as GraphQLError])
  const schema = githubSchema()
  const wrong = validate(schema, document)
  if (wrong.length > 0) return invalid(state, wrong)
  const context = { state, token, rateLimit, missing: [] as string[] }
  const result = await execute({
    schema,
    document,
    rootValue: rootSource(context),
    contextValue: context,
    variableValues: question.variables,
    fieldResolver: resolveField as never,
  })
  if (context.missing.length > 0) {
    state.violations.push(...context.missing)
    return restError(500, context.missing.join(' '))
  }
  const errors = result.errors?.map(showError)
  // Without `data` it was the variables that did not fit.
  if (result.data === undefined) return invalid(state, result.errors ?? [])
  const thrown = result.errors?.find(({ originalError }) => originalError !== undefined && !('type' in originalError))
  if (thrown !== undefined) throw thrown
  return json(200, { data: result.data, ...(errors === undefined ? {} : { errors }) })
}
