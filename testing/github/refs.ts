import type { LocalRepository } from './local-repository.ts'
import { git } from './run-git.ts'

export type Ref = { name: string; oid: string }

/** 40 zeros: how git and GitHub write "no object". */
export const ZERO = '0'.repeat(40)

/** The rules of git-check-ref-format for a full name. */
export const isRefName = (name: string): boolean =>
  /^refs\/[^/]+\/./.test(name) &&
  // biome-ignore lint/suspicious/noControlCharactersInRegex: git forbids control characters in names of refs.
  !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$|(^|\/)\.|\.lock(\/|$)/.test(name)

/** The value of a ref, which for an annotated tag is the tag object. */
export const readRef = async (repository: LocalRepository, name: string): Promise<string | null> =>
  isRefName(name) ? ((await repository.objects.info(name))?.oid ?? null) : null

/** All refs whose full name begins with the prefix, by name. Looks only at the folder that the prefix is in. */
export const listRefs = async (repository: LocalRepository, prefix: string): Promise<Ref[]> => {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  const text = await git(repository.gitDir, ['for-each-ref', '--format=%(objectname) %(refname)', folder])
  return text
    .split('\n')
    .filter((line) => line.startsWith(prefix, 41))
    .map((line) => ({ oid: line.slice(0, 40), name: line.slice(41) }))
}

export const peelToCommit = async (repository: LocalRepository, oid: string): Promise<string | null> =>
  (await repository.objects.info(`${oid}^{commit}`))?.oid ?? null
