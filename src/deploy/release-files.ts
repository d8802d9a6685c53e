import type { ObjectId } from '../tags/git-object.ts'
import type { Release } from '../tags/release.ts'

/** Where the files of the releases are, for all that deploy them or ask for them. */
export type ReleaseFiles = {
  /** Throws what the check-out throws. A commit that is there already is not checked out again. */
  prepare(releases: readonly Release[]): Promise<void>
  /** Absolute path; undefined for a release that was not prepared. */
  directoryOf(release: Release): string | undefined
  /** Where the component's own files are in there: relative, `/` between the parts; empty when that is not known. */
  componentPath(release: Release): Promise<string>
}

/** @param checkOut see checkOutReleases
 *  @param find see findComponentPath; asked with the directory of a release */
export const releaseFiles = (
  checkOut: (commits: readonly ObjectId[]) => Promise<ReadonlyMap<ObjectId, string>>,
  find: (directory: string, release: Release) => Promise<string>,
): ReleaseFiles => {
  const directories = new Map<ObjectId, string>()
  return {
    prepare: async (releases) => {
      const commits = [...new Set(releases.map(({ commit }) => commit))].filter((commit) => !directories.has(commit))
      if (commits.length === 0) return
      for (const [commit, directory] of await checkOut(commits)) directories.set(commit, directory)
    },
    directoryOf: ({ commit }) => directories.get(commit),
    componentPath: async (release) => {
      const directory = directories.get(release.commit)
      return directory === undefined ? '' : find(directory, release)
    },
  }
}
