import { type Answer, json, restError } from '../exchange.ts'
import { fullName } from '../local-repository.ts'
import { apiUrl } from '../local-state.ts'
import { git } from '../run-git.ts'
import type { RestCall, RestRoute } from './route.ts'
import { showListedCommit } from './show-commit.ts'

const STATUS: Record<string, string> = { A: 'added', D: 'removed', M: 'modified', T: 'changed', R: 'renamed' }

const changedFiles = async (call: RestCall, base: string, head: string) => {
  const name = fullName(call.repository)
  const text = await git(call.repository.gitDir, ['diff-tree', '-r', '-z', '--raw', '--no-renames', base, head])
  const counted = await git(call.repository.gitDir, ['diff-tree', '-r', '-z', '--numstat', '--no-renames', base, head])
  const lines = new Map(
    counted.split('\0').map((row): [string, [number, number]] => {
      // Binary files have "-" in the place of numbers.
      const [added, removed, ...name] = row.split('\t')
      return [name.join('\t'), [Number.parseInt(added ?? '', 10) || 0, Number.parseInt(removed ?? '', 10) || 0]]
    }),
  )
  const fields = text.split('\0').filter((field) => field !== '')
  return fields.flatMap((field, index) => {
    const [, , oldOid, newOid, letter] = /^:(\d+) \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(field) ?? []
    if (oldOid === undefined || newOid === undefined || letter === undefined) return []
    const filename = fields[index + 1] ?? ''
    const [additions, deletions] = lines.get(filename) ?? [0, 0]
    return {
      sha: letter === 'D' ? oldOid : newOid,
      filename,
      status: STATUS[letter] ?? 'changed',
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${call.state.url}/${name}/blob/${head}/${filename}`,
      raw_url: `${call.state.url}/${name}/raw/${head}/${filename}`,
      contents_url: `${apiUrl(call.state)}/repos/${name}/contents/${filename}?ref=${head}`,
    }
  })
}

const compare = async (call: RestCall): Promise<Answer> => {
  const { repository, state, params } = call
  const [from, to] = (params.basehead ?? '').split('...')
  const [base, head] = await Promise.all(
    [from, to].map(async (ref) => (await repository.objects.info(`${ref}^{commit}`))?.oid),
  )
  if (base === undefined || head === undefined) return restError(404, 'Not Found')
  const { gitDir } = repository
  const counts = await git(gitDir, ['rev-list', '--left-right', '--count', `${base}...${head}`])
  const [behind = 0, ahead = 0] = counts.split('\t').map(Number)
  const mergeBase = await git(gitDir, ['merge-base', base, head])
  const list = await git(gitDir, ['rev-list', '--reverse', '--max-count=250', `${base}..${head}`])
  const status = ahead === 0 ? (behind === 0 ? 'identical' : 'behind') : behind === 0 ? 'ahead' : 'diverged'
  const api = `${apiUrl(state)}/repos/${fullName(repository)}/compare/${params.basehead}`
  const web = `${state.url}/${fullName(repository)}/compare/${params.basehead}`
  return json(200, {
    url: api,
    html_url: web,
    permalink_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    base_commit: await showListedCommit(call, base),
    merge_base_commit: await showListedCommit(call, mergeBase),
    status,
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: await Promise.all(
      list
        .split('\n')
        .filter((sha) => sha !== '')
        .map((sha) => showListedCommit(call, sha)),
    ),
    files: await changedFiles(call, mergeBase, head),
  })
}

export const compareRoutes: RestRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/compare/{basehead}',
    permission: ['contents', 'read'],
    handle: compare,
  },
]
