import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalRepository } from './local-repository.ts'
import type { RefChange } from './push-events.ts'
import type { Token } from './tokens.ts'
import { ruleAgainst } from './update-refs.ts'
import { FIND_UNKNOWN_WORKFLOW, workflowRefusal } from './workflow-rule.ts'

/** Reasons go through a file of lines `REF<tab>REASON`: a hook can tell git no more than yes or no. */
const UPDATE_HOOK = `#!/bin/sh
${FIND_UNKNOWN_WORKFLOW}
tab=$(printf '\\t')
if cut -f1 "$LOCAL_REFUSALS" | grep -qxF -e "$1"; then
  echo "error: GH013: Repository rule violations found for $1." >&2
  exit 1
fi
case $3 in *[!0]*) ;; *) exit 0 ;; esac
if [ "$LOCAL_CHECK_WORKFLOWS" = yes ] && git rev-parse -q --verify "$3^{commit}" >/dev/null; then
  path=$(find_unknown_workflow "$3")
  if [ -n "$path" ]; then
    printf '%s\\t%s\\n' "$1" "$(printf '${workflowRefusal('%s').replace(/`/g, '\\140')}' "$path")" >> "$LOCAL_REFUSALS"
    exit 1
  fi
fi
`

export type PushGuard = {
  /** What git http-backend has to be started with. */
  environment: Record<string, string>
  reasons(): Promise<Map<string, string>>
  remove(): Promise<void>
}

const hookFolder = (gitDir: string): string => join(gitDir, 'local-hooks')

/** Once for a repository: a hook that is written anew while another push starts it is "busy". */
export const installPushHook = async (gitDir: string): Promise<void> => {
  await mkdir(hookFolder(gitDir))
  await writeFile(join(hookFolder(gitDir), 'update'), UPDATE_HOOK, { mode: 0o755 })
}

/** Makes one push subject to the rules of rulesets, immutable releases and workflow files. */
export const guardPush = async (
  repository: LocalRepository,
  token: Token,
  commands: readonly RefChange[],
): Promise<PushGuard> => {
  const file = join(repository.gitDir, `local-refusals-${randomUUID()}`)
  await writeFile(file, '')
  for (const { ref } of commands) {
    const ruled = ruleAgainst(repository, token.account.login, ref)
    if (ruled !== null) await appendFile(file, `${ref}\tpush declined due to repository rule violations\n`)
  }
  return {
    environment: {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.hooksPath',
      GIT_CONFIG_VALUE_0: hookFolder(repository.gitDir),
      LOCAL_REFUSALS: file,
      LOCAL_CHECK_WORKFLOWS: token.workflows ? 'no' : 'yes',
    },
    reasons: async () => {
      const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.includes('\t'))
      return new Map(lines.map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]))
    },
    remove: () => rm(file, { force: true }),
  }
}
