/**
 * Cuts the operations that the local GitHub answers out of GitHub's own description of its REST API.
 *
 *   npm install --prefix TEMP @octokit/openapi@23.0.2
 *   npx tsx scripts/extract-openapi.ts TEMP/node_modules/@octokit/openapi/generated/api.github.com.json
 */
import { readFileSync, writeFileSync } from 'node:fs'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

const OPERATIONS: Record<string, string[]> = {
  '/rate_limit': ['get'],
  '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/matching-refs/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/tags': ['post'],
  '/repos/{owner}/{repo}/git/tags/{tag_sha}': ['get'],
  '/repos/{owner}/{repo}/git/commits/{commit_sha}': ['get'],
  '/repos/{owner}/{repo}/git/commits': ['post'],
  '/repos/{owner}/{repo}/git/trees': ['post'],
  '/repos/{owner}/{repo}/git/refs': ['post'],
  '/repos/{owner}/{repo}/git/refs/{ref}': ['patch', 'delete'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/deployments': ['get', 'post'],
  '/repos/{owner}/{repo}/deployments/{deployment_id}': ['get', 'delete'],
  '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses': ['get', 'post'],
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}': ['get'],
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': ['post'],
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': ['get'],
  '/repos/{owner}/{repo}/actions/runs': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}/approvals': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}/cancel': ['post'],
  '/repos/{owner}/{repo}/pulls': ['get', 'post'],
  '/repos/{owner}/{repo}/issues': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
}

/** Prose and links, and `format`, which ajv does not know without a further package. */
const DROPPED = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'tags',
  'format',
  'headers',
  'title',
])

/** Schemas that are large, optional, and never sent by the local GitHub: anything is accepted in their place. */
const OPENED = new Set([
  'repository',
  'minimal-repository',
  'nullable-simple-commit',
  'pull-request-minimal',
  'referenced-workflow',
  'integration',
  'nullable-integration',
  'milestone',
  'nullable-milestone',
  'team',
  'issue-field-value',
])

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** OpenAPI 3.0 says `nullable: true` where JSON Schema, which ajv reads, has a type of its own for null. */
const withoutNullable = ({ nullable, ...schema }: JsonObject): JsonObject => {
  if (nullable !== true) return schema
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] }
  const values = Array.isArray(schema.enum) && !schema.enum.includes(null) ? { enum: [...schema.enum, null] } : {}
  return { ...schema, ...values, type: [schema.type, 'null'] }
}

const slim = (value: Json, namesAreData = false): Json => {
  if (Array.isArray(value)) return value.map((item) => slim(item))
  if (!isObject(value)) return value
  const kept = Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => namesAreData || !(DROPPED.has(key) || key.startsWith('x-')))
      .map(([key, inner]) => [key, slim(inner, !namesAreData && (key === 'properties' || key === 'schemas'))]),
  )
  return namesAreData ? kept : withoutNullable(kept)
}

const refsIn = (value: Json): string[] => {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  )
}

const at = (document: JsonObject, path: string[]): JsonObject => {
  let here: Json | undefined = document
  for (const part of path) here = isObject(here) ? here[part] : undefined
  if (!isObject(here)) throw new Error(`${path.join(' → ')} is not in the description that was given.`)
  return here
}

const extract = (source: JsonObject): JsonObject => {
  const paths: JsonObject = {}
  for (const [path, methods] of Object.entries(OPERATIONS)) {
    const item: JsonObject = {}
    for (const method of methods) item[method] = slim(at(source, ['paths', path, method]))
    paths[path] = item
  }
  const components: Record<string, JsonObject> = {}
  const pending = refsIn(paths)
  for (let ref = pending.pop(); ref !== undefined; ref = pending.pop()) {
    const [, , kind, name] = ref.split('/')
    if (kind === undefined || name === undefined) throw new Error(`Unexpected reference ${ref}.`)
    components[kind] ??= {}
    const found = components[kind]
    if (found[name] !== undefined) continue
    found[name] = kind === 'schemas' && OPENED.has(name) ? {} : slim(at(source, ['components', kind, name]))
    pending.push(...refsIn(found[name]))
  }
  return { openapi: source.openapi ?? '', info: slim(at(source, ['info'])), paths, components }
}

const [from] = process.argv.slice(2)
if (from === undefined) throw new Error('Give the path of api.github.com.json (npm package @octokit/openapi).')
const to = new URL('../testing/github/openapi.json', import.meta.url)
writeFileSync(to, `${JSON.stringify(extract(JSON.parse(readFileSync(from, 'utf8'))), null, 1)}\n`)
