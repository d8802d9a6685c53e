import type { LocalRepository } from './local-repository.ts'
import { matchesPattern } from './match-pattern.ts'
import type { RefChange } from './push-events.ts'
import { isRefName, peelToCommit, readRef, ZERO } from './refs.ts'
import { tryGit } from './run-git.ts'
import type { Token } from './tokens.ts'
import { findUnknownWorkflow, workflowRefusal } from './workflow-rule.ts'

/** `before: null` asks for no comparison. `after` of 40 zeros deletes. */
export type RefUpdate = { name: string; before: string | null; after: string; force: boolean }

export type Refusal =
  | 'invalid-name'
  | 'duplicate'
  | 'no-op'
  | 'absent'
  | 'stale'
  | 'missing-object'
  | 'not-fast-forward'
  | 'workflows'
  | 'rules'
  | 'immutable'
  | 'locked'

export type UpdateOutcome =
  | { kind: 'updated'; changes: RefChange[] }
  | { kind: 'refused'; refusal: Refusal; ref: string; message: string }

type Checked = { refusal: Refusal; message: string } | null

/** What keeps anybody with this login from moving a ref, whatever the way in. */
export const ruleAgainst = (repository: LocalRepository, login: string, ref: string): Checked => {
  const rule = repository.protections.find(({ pattern }) => matchesPattern(pattern, ref))
  if (rule !== undefined && !rule.bypass.includes(login))
    return { refusal: 'rules', message: 'Repository rule violations found\n\nCannot update this protected ref.\n\n' }
  if (repository.immutableTags.has(ref))
    return {
      refusal: 'immutable',
      message: 'Repository rule violations found\n\nTag belongs to an immutable release.\n\n',
    }
  return null
}

export const isAncestor = async (repository: LocalRepository, older: string, newer: string): Promise<boolean> => {
  const [from, to] = await Promise.all([peelToCommit(repository, older), peelToCommit(repository, newer)])
  if (from === null || to === null) return false
  return (await tryGit(repository.gitDir, ['merge-base', '--is-ancestor', from, to])).code === 0
}

const check = async (
  repository: LocalRepository,
  token: Token,
  update: RefUpdate,
  current: string | null,
): Promise<Checked> => {
  const { name, before, after, force } = update
  if (!isRefName(name)) return { refusal: 'invalid-name', message: `${name} is not a valid ref name.` }
  const ruled = ruleAgainst(repository, token.account.login, name)
  if (ruled !== null) return ruled
  if (before !== null && before === after) return { refusal: 'no-op', message: `Nothing to update for ref ${name}.` }
  if (before !== null && before !== (current ?? ZERO))
    return {
      refusal: 'stale',
      message: `Expected ref ${name} to point to ${before} but it points to ${current ?? ZERO}`,
    }
  if (after === ZERO) return current === null ? { refusal: 'absent', message: 'Reference does not exist' } : null
  if ((await repository.objects.info(after)) === null)
    return { refusal: 'missing-object', message: 'Object does not exist' }
  if (current !== null && !force && !(await isAncestor(repository, current, after)))
    return { refusal: 'not-fast-forward', message: 'Update is not a fast forward' }
  const workflow = token.workflows ? null : await findUnknownWorkflow(repository, after)
  return workflow === null ? null : { refusal: 'workflows', message: workflowRefusal(workflow) }
}

/** Moves all of these refs or none, with git's own transaction. Whether the token may write at all was asked before. */
export const updateRefs = async (
  repository: LocalRepository,
  token: Token,
  updates: readonly RefUpdate[],
): Promise<UpdateOutcome> => {
  const seen = new Set<string>()
  const changes: RefChange[] = []
  for (const update of updates) {
    const ref = update.name
    if (seen.has(ref))
      return { kind: 'refused', refusal: 'duplicate', ref, message: `Ref ${ref} is given more than once.` }
    seen.add(ref)
    const current = await readRef(repository, ref)
    const found = await check(repository, token, update, current)
    if (found !== null) return { kind: 'refused', ref, ...found }
    changes.push({ ref, before: current ?? ZERO, after: update.after })
  }
  const lines = updates.map(({ name, before, after }) => {
    const expected = before === null ? '' : ` ${before}`
    return after === ZERO ? `delete ${name}${expected}` : `update ${name} ${after}${expected}`
  })
  const input = ['start', ...lines, 'prepare', 'commit', ''].join('\n')
  const { code, stderr } = await tryGit(repository.gitDir, ['update-ref', '--stdin'], { input })
  if (code === 0) return { kind: 'updated', changes }
  const ref = updates.find(({ name }) => stderr.includes(name))?.name ?? updates[0]?.name ?? ''
  const stale = /is at [0-9a-f]{40} but expected|reference already exists/.test(stderr)
  return { kind: 'refused', refusal: stale ? 'stale' : 'locked', ref, message: stderr.trim() }
}
