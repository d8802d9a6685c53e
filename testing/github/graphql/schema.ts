import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLSchema } from 'graphql'

let built: GraphQLSchema | undefined

/** GitHub's own published schema. Built at the first question, once for a process: that takes a fifth of a second. */
export const githubSchema = (): GraphQLSchema => {
  if (built === undefined) {
    // The package's entry also loads the schema as JSON and a validator; the file itself is not among its exports.
    const path = new URL('../../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url)
    built = buildSchema(readFileSync(path, 'utf8'), { assumeValidSDL: true, assumeValid: true, noLocation: true })
  }
  return built
}
