import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkout } from './set-up-repository.ts'

export const COMPONENT = 'components/prompts/extraction'
export const ENVIRONMENT = 'production'

export const tagOf = (environment: string): string => `${COMPONENT}/${environment}`

const RELEASES = join(import.meta.dirname, '../releases')

const filesOf = async (directory: string): Promise<Record<string, string>> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => [path.slice(directory.length + 1), await readFile(path, 'utf8')] as const),
    ),
  )
}

const now = (): string => new Date().toISOString()

/** Commits the files of a version, tags it as edgit does, and pushes both. Deploys nothing. */
export const publishVersion = async ({ edgit, push }: Checkout, version: string): Promise<void> => {
  await edgit.commit(await filesOf(join(RELEASES, version)), `Release extraction ${version}`, now())
  await edgit.createVersion(COMPONENT, version, now())
  await push('main', `${COMPONENT}/${version}`)
}

/** Points an environment tag at a version, as edgit does, and pushes it. That is the whole deploy of a user. */
export const pushTo = async ({ edgit, push }: Checkout, environment: string, version: string): Promise<void> => {
  await edgit.setEnvironment(COMPONENT, environment, version, now())
  await push(tagOf(environment))
}
