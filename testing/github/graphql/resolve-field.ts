import type { GraphQLFieldResolver } from 'graphql'
import type { FieldWithArguments, GraphqlContext, Source } from './source.ts'

const takesArguments = (value: unknown): value is FieldWithArguments =>
  typeof value === 'object' && value !== null && 'accepts' in value && 'resolve' in value

/**
 * Takes a field from its source. A field that the source does not have, or an argument that it does not accept, is part of
 * GitHub's schema but not of the local GitHub: that is noted and thrown, never answered with null.
 */
export const resolveField: GraphQLFieldResolver<Source, GraphqlContext> = (source, args, context, info) => {
  const fail = (what: string): never => {
    context.missing.push(what)
    throw new Error(what)
  }
  const place = `${info.parentType.name}.${info.fieldName}`
  const found = source[info.fieldName]
  if (found === undefined) return fail(`The local GitHub does not implement the field ${place}.`)
  const accepted = takesArguments(found) ? found.accepts : []
  const given = info.fieldNodes.flatMap((node) => node.arguments ?? []).map((argument) => argument.name.value)
  const unknown = given.find((name) => !accepted.includes(name))
  if (unknown !== undefined) return fail(`The local GitHub does not implement the argument ${unknown} of ${place}.`)
  if (takesArguments(found)) return found.resolve(args, context)
  return typeof found === 'function' ? found() : found
}
