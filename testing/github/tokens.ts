import { randomBytes } from 'node:crypto'
import type { Account } from './deployment-record.ts'

export type PermissionName = 'contents' | 'deployments' | 'issues' | 'pull-requests' | 'actions' | 'metadata'
export type Permissions = Partial<Record<PermissionName, 'read' | 'write'>>

/** `actions` is what a workflow run gets as GITHUB_TOKEN, `app` an installation token, `user` a personal access token. */
export type TokenKind = 'actions' | 'app' | 'user'

export type TokenRequest = {
  kind: TokenKind
  /** Default: `github-actions[bot]`, `tagback[bot]` or `octocat`, after the kind. */
  login?: string
  permissions?: Permissions
  /** May change files under `.github/workflows`. GITHUB_TOKEN never may. A user may unless this is `false`. */
  workflows?: boolean
  expiresAt?: Date
}

export type Token = {
  value: string
  kind: TokenKind
  account: Account
  permissions: Permissions
  workflows: boolean
  expiresAt: number
}

const LOGIN: Record<TokenKind, string> = {
  actions: 'github-actions[bot]',
  app: 'tagback[bot]',
  user: 'octocat',
}

export const makeToken = (request: TokenRequest): Token => ({
  value: `${request.kind === 'user' ? 'ghp' : 'ghs'}_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`,
  kind: request.kind,
  account: {
    login: request.kind === 'actions' ? LOGIN.actions : (request.login ?? LOGIN[request.kind]),
    type: request.kind === 'user' ? 'User' : 'Bot',
  },
  permissions: request.permissions ?? {},
  workflows:
    request.kind === 'user' ? request.workflows !== false : request.kind === 'app' && request.workflows === true,
  expiresAt: request.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
})

export const allows = (token: Token, name: PermissionName, level: 'read' | 'write'): boolean =>
  name === 'metadata' ? level === 'read' : token.permissions[name] === 'write' || token.permissions[name] === level

export type Authentication = { kind: 'token'; token: Token } | { kind: 'bad' } | { kind: 'none' }

/** Reads `Authorization: Bearer …`, `token …` and git's `Basic user:TOKEN`. */
export const authenticate = (
  header: string | undefined,
  tokens: ReadonlyMap<string, Token>,
  now: number,
): Authentication => {
  if (header === undefined) return { kind: 'none' }
  const [scheme = '', rest = ''] = header.split(' ')
  const value =
    scheme.toLowerCase() === 'basic' ? Buffer.from(rest, 'base64').toString().split(':').slice(1).join(':') : rest
  const token = tokens.get(value)
  return token === undefined || token.expiresAt <= now ? { kind: 'bad' } : { kind: 'token', token }
}
