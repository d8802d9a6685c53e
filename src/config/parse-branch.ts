/** What git-check-ref-format(1) forbids in a name, and what `git branch` adds to that. */
const FORBIDDEN = /[\p{C}\p{Z}~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\/\.|\.lock(?:\/|$)|^@$|^HEAD$/u

/** The name of a branch, without `refs/heads/`. @throws when git or GitHub would not have it */
export function parseBranch(text: string): string {
  const given = JSON.stringify(text.slice(0, 100))
  if (text.startsWith('refs/')) throw new Error(`expected a branch without refs/heads/ before it, got ${given}`)
  if (FORBIDDEN.test(text) || text.length > 200) {
    throw new Error(`expected the name of a branch such as tagback/rollback-log, got ${given}`)
  }
  return text
}
