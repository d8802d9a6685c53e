/**
 * Workflow files of `target` that the default branch does not have with the same name and content. GitHub refuses to
 * let GITHUB_TOKEN move a ref to a commit with such files (docs: "scopes for OAuth apps", `workflow`).
 */
export const changedWorkflows = (
  target: ReadonlyMap<string, string>,
  defaultBranch: ReadonlyMap<string, string>,
): string[] => [...target].filter(([name, blob]) => defaultBranch.get(name) !== blob).map(([name]) => name)
