import type { Answer, Request } from '../exchange.ts'
import type { LocalRepository } from '../local-repository.ts'
import type { LocalState } from '../local-state.ts'
import type { RateLimit } from '../rate-limit.ts'
import type { PermissionName, Token } from '../tokens.ts'

export type RestCall = {
  state: LocalState
  repository: LocalRepository
  token: Token
  params: Record<string, string>
  query: URLSearchParams
  body: Record<string, unknown>
  request: Request
  rateLimit: RateLimit
}

export type RestRoute = {
  method: string
  /** As in GitHub's OpenAPI description. */
  template: string
  permission: readonly [PermissionName, 'read' | 'write']
  /** Statuses that are right although the description does not list them; say why where one is given. */
  undescribed?: readonly number[]
  handle(call: RestCall): Promise<Answer> | Answer
}

/** Names of refs, paths of files and comparisons may hold slashes. They are always the last part of a template. */
const SPANNING = new Set(['ref', 'path', 'basehead'])

export const routePattern = (template: string): RegExp => {
  const source = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    SPANNING.has(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  )
  return new RegExp(`^${source}$`)
}
