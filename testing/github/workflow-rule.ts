import type { LocalRepository } from './local-repository.ts'
import { tryCommand } from './run-git.ts'

/**
 * Prints the first file under .github/workflows of a commit that no branch tip has with the same path and content.
 * One text for both ways in: the API runs it, and so does the hook of a push, where the new objects are in quarantine.
 * GitHub's rule: "Workflow files can be committed without this scope if the same file (with both the same path and
 * contents) exists on another branch in the same repository."
 */
export const FIND_UNKNOWN_WORKFLOW = `find_unknown_workflow() {
  { git for-each-ref --format='%(objectname)' refs/heads | while read -r tip; do
      git ls-tree -r "$tip" -- .github/workflows | sed 's/^/known /'
    done
    git ls-tree -r "$1^{commit}" -- .github/workflows | sed 's/^/wanted /'
  } | awk '{ kind = $1; sub(/^[a-z]+ /, "") } kind == "known" { known[$0] = 1 } kind == "wanted" && !known[$0] { sub(/^[^\\t]*\\t/, ""); print; exit }'
}
`

export const workflowRefusal = (path: string): string =>
  `refusing to allow a GitHub App to create or update workflow \`${path}\` without \`workflows\` permission`

/** The path of a workflow file that makes a move to this object need the permission `workflows`; `null` when none does. */
export const findUnknownWorkflow = async (repository: LocalRepository, oid: string): Promise<string | null> => {
  if ((await repository.objects.info(`${oid}^{commit}:.github/workflows`)) === null) return null
  const script = `${FIND_UNKNOWN_WORKFLOW}find_unknown_workflow "$1"`
  const { code, stdout, stderr } = await tryCommand('sh', repository.gitDir, ['-c', script, 'sh', oid])
  if (code !== 0) throw new Error(`The workflow files of ${oid} could not be compared: ${stderr}`)
  const path = stdout.toString().trim()
  return path === '' ? null : path
}
