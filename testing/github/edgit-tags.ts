import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { git } from './run-git.ts'

/** Dates as git takes them, for example `2026-11-20T09:00:00Z`. */
export type Edgit = {
  workTree: string
  /** Writes files and commits everything. Gives the id of the commit. */
  commit(files: Readonly<Record<string, string>>, message: string, date: string): Promise<string>
  /** `edgit tag create NAME VERSION`: an annotated tag on a commit, HEAD unless told. Gives the id of the tag object. */
  createVersion(component: string, version: string, date: string, commit?: string): Promise<string>
  /** `edgit tag set NAME ENVIRONMENT VERSION`: shape A, an annotated tag on the version's tag object. */
  setEnvironment(component: string, environment: string, version: string, date: string): Promise<string>
  /** `edgit tag set NAME ENVIRONMENT`: shape B, an annotated tag on a commit. */
  setEnvironmentToCommit(component: string, environment: string, commit: string, date: string): Promise<string>
  /** `git tag ENVIRONMENT`: shape C, the ref is the commit itself. */
  setEnvironmentLightweight(component: string, environment: string, commit: string): Promise<string>
  /** `git tag ENVIRONMENT VERSION-TAG-OBJECT`: shape D, the ref is the version's own tag object. */
  setEnvironmentToVersionObject(component: string, environment: string, version: string): Promise<string>
  /** Shape E: an annotated tag on another environment's tag object. */
  setEnvironmentToEnvironment(component: string, environment: string, other: string, date: string): Promise<string>
  /** Full name → value, of the tags of the work tree. */
  tags(): Promise<Map<string, string>>
}

const PERSON = { name: 'Ada Deployer', email: 'ada@example.com' }

/** The last part of the component's id is what edgit calls its name. */
const nameOf = (component: string): string => component.slice(component.lastIndexOf('/') + 1)

/**
 * Makes commits and tags exactly as edgit 0.5.0 makes them, object for object. `component` with its prefix:
 * `components/prompts/extraction`.
 */
export const createEdgit = async (workTree: string): Promise<Edgit> => {
  await mkdir(workTree, { recursive: true })
  await git(workTree, ['init', '--quiet', '-b', 'main'])

  const run = (args: readonly string[], date: string): Promise<string> =>
    git(workTree, args, {
      env: {
        GIT_AUTHOR_NAME: PERSON.name,
        GIT_AUTHOR_EMAIL: PERSON.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: PERSON.name,
        GIT_COMMITTER_EMAIL: PERSON.email,
        GIT_COMMITTER_DATE: date,
      },
    })
  const idOf = (tag: string): Promise<string> => git(workTree, ['rev-parse', '--verify', `refs/tags/${tag}`])
  const annotate = async (tag: string, target: string, message: string, date: string): Promise<string> => {
    await run(['-c', 'advice.nestedTag=false', 'tag', '-f', '-a', tag, target, '-m', message], date)
    return idOf(tag)
  }
  const point = async (tag: string, target: string): Promise<string> => {
    await git(workTree, ['tag', '-f', tag, target])
    return idOf(tag)
  }
  const set = (component: string, environment: string, target: string, date: string): Promise<string> =>
    annotate(`${component}/${environment}`, target, `Set ${nameOf(component)} to ${environment}`, date)

  return {
    workTree,
    commit: async (files, message, date) => {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(workTree, path)), { recursive: true })
        await writeFile(join(workTree, path), content)
      }
      await git(workTree, ['add', '--all'])
      await run(['commit', '--quiet', '--allow-empty', '-m', message], date)
      return git(workTree, ['rev-parse', 'HEAD'])
    },
    createVersion: (component, version, date, commit = 'HEAD') =>
      annotate(`${component}/${version}`, commit, `Release ${nameOf(component)} ${version}`, date),
    setEnvironment: async (component, environment, version, date) =>
      set(component, environment, await idOf(`${component}/${version}`), date),
    setEnvironmentToCommit: set,
    setEnvironmentLightweight: (component, environment, commit) => point(`${component}/${environment}`, commit),
    setEnvironmentToVersionObject: async (component, environment, version) =>
      point(`${component}/${environment}`, await idOf(`${component}/${version}`)),
    setEnvironmentToEnvironment: async (component, environment, other, date) =>
      set(component, environment, await idOf(`${component}/${other}`), date),
    tags: async () => {
      const text = await git(workTree, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags'])
      const lines = text.split('\n').filter((line) => line !== '')
      return new Map(lines.map((line) => [line.slice(41), line.slice(0, 40)]))
    },
  }
}
