import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { effectiveSettings } from '../config/effective-settings.ts'
import { readConfigFile } from '../config/read-config-file.ts'
import { checkGit } from '../deploy/check-git.ts'
import { checkOutReleases } from '../deploy/check-out-releases.ts'
import { describeChange } from '../deploy/describe-change.ts'
import { findComponentPath } from '../deploy/find-component-path.ts'
import { releaseFiles } from '../deploy/release-files.ts'
import type { Change, ConfigText } from '../flows/ports.ts'
import type { Component } from '../tags/component.ts'
import type { Release } from '../tags/release.ts'
import type { RunnerEnvironment } from './read-environment.ts'

/** Seconds. */
const GIT_TIMEOUT = 300
const DIFF_TIMEOUT = 10

/**
 * What differs between the component's own files in two releases; `null` when nobody knows which files are its own.
 *
 * @throws when the files cannot be fetched
 */
export async function compareReleases(
  {
    token,
    component,
    config,
    environment,
  }: {
    token: string
    component: Component
    config: ConfigText | null
    environment: RunnerEnvironment
  },
  [from, to]: [Release, Release],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Change | null> {
  const { owner, name, serverUrl } = environment.address
  const read = config && readConfigFile(config.text, config.file)
  const settings = effectiveSettings(read?.kind === 'config' ? read.config : null, component, '', {})
  const directory = await mkdtemp(join(environment.temporaryDirectory, 'tagback-releases-'))
  const files = releaseFiles(
    async (commits) => {
      await checkGit()
      return checkOutReleases({
        ...{ serverUrl, token, commits, directory, parentEnvironment: env, timeoutSeconds: GIT_TIMEOUT },
        repository: `${owner}/${name}`,
      })
    },
    (release) => findComponentPath(release, component, settings.path),
  )
  await files.prepare([from, to])
  const { temporaryDirectory } = environment
  return describeChange({ files, temporaryDirectory, parentEnvironment: env, timeoutSeconds: DIFF_TIMEOUT })(from, to)
}
