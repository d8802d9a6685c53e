import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { info } from '@actions/core'
import type { Settings, VerifySettings } from '../config/settings.ts'
import { askByCommand } from '../deploy/ask-by-command.ts'
import { askByUrl } from '../deploy/ask-by-url.ts'
import { captureScript } from '../deploy/capture-script.ts'
import { checkGit } from '../deploy/check-git.ts'
import { checkOutReleases } from '../deploy/check-out-releases.ts'
import { type CommandDeployerOptions, commandDeployer } from '../deploy/command-deployer.ts'
import { commandEnvironment } from '../deploy/command-environment.ts'
import { describeChange } from '../deploy/describe-change.ts'
import { findComponentPath } from '../deploy/find-component-path.ts'
import { pullDeployer } from '../deploy/pull-deployer.ts'
import { type ReleaseFiles, releaseFiles } from '../deploy/release-files.ts'
import { runCommand } from '../deploy/run-command.ts'
import { workflowDeployer } from '../deploy/workflow-deployer.ts'
import type { GuardPorts } from '../flows/guard-ports.ts'
import type { AskServed, Deployer } from '../flows/ports.ts'
import type { RepositoryAddress } from '../github/client.ts'
import { createWorkflowRuns } from '../github/workflow-runs.ts'
import { messageOf } from '../message-of.ts'
import type { RunScript } from '../metrics/source-settings.ts'
import type { Component } from '../tags/component.ts'
import type { ObjectId } from '../tags/git-object.ts'
import type { Release } from '../tags/release.ts'
import { assembleTraffic } from './assemble-traffic.ts'
import { readDeployRun, saveDeployRun } from './deploy-run-state.ts'
import { systemClock } from './system-clock.ts'

/** Seconds. */
const KILL_GRACE = 10
const GIT_TIMEOUT = 300
const VERIFY_TIMEOUT = 15
const DIFF_TIMEOUT = 10

type DeployAssembly = {
  token: string
  settings: Settings
  /** Where the configuration says that the component's files are. */
  path: string | null
  address: RepositoryAddress
  temporaryDirectory: string
  env: Readonly<Record<string, string | undefined>>
  /** Ends a command that is running. */
  cancelled?: AbortSignal
  /** Puts commits on disk for several assemblies at once; each does so by itself when it is left out. */
  checkOut?: CheckOut | undefined
}

/** Answers with the absolute path of each commit. */
export type CheckOut = (
  commits: readonly ObjectId[],
  paths: readonly string[],
) => Promise<ReadonlyMap<ObjectId, string>>

/** @throws when the address or expression of a verification is not well-formed, or what sets the traffic is not */
export function assembleDeploy(assembly: DeployAssembly): Pick<
  GuardPorts,
  'deployer' | 'askServed' | 'describeChange' | 'componentPath'
> & {
  setTraffic: NonNullable<GuardPorts['setTraffic']> | null
  /** Of what sets the traffic. */
  secrets: string[]
  /** Runs a script of the metric in the files of a release. */
  measure: (release: Release, environment: string) => RunScript
  tryOut: NonNullable<GuardPorts['tryOut']>
} {
  const { settings, token, temporaryDirectory, env, cancelled } = assembly
  const { deploy, verify } = settings
  const files = filesOf(assembly)
  const place = { files, componentOf, parentEnvironment: env, token, temporaryDirectory }
  const common = { ...place, killGraceSeconds: KILL_GRACE, ...(cancelled ? { stop: cancelled } : {}) }
  return {
    ...(settings.traffic ? assembleTraffic(settings.traffic, place) : { setTraffic: null, secrets: [] }),
    deployer: deployerFor(deploy, common, assembly),
    askServed: verify ? askServedBy(verify, common) : null,
    describeChange: describeChange({ files, temporaryDirectory, parentEnvironment: env, timeoutSeconds: DIFF_TIMEOUT }),
    componentPath: files.componentPath,
    tryOut: tryOutIn(files, assembly),
    measure: (release, environment) => async (script, timeoutSeconds) =>
      captureScript({
        ...{ script, timeoutSeconds, temporaryDirectory, killGraceSeconds: KILL_GRACE },
        cwd: files.directoryOf(release) ?? temporaryDirectory,
        env: commandEnvironment({
          ...{ parent: env, token, component: componentOf(release.component) },
          path: await files.componentPath(release),
          order: { release, previous: null, environment, reason: 'measure' },
        }),
      }),
  }
}

/** The output goes into the log only. */
const tryOutIn =
  (
    files: ReleaseFiles,
    { settings, token, temporaryDirectory, env, cancelled }: DeployAssembly,
  ): NonNullable<GuardPorts['tryOut']> =>
  async (script, release, environment) => {
    try {
      await files.prepare([release])
      const run = await runCommand({
        ...{ script, cwd: files.directoryOf(release) ?? temporaryDirectory, temporaryDirectory },
        ...{ timeoutSeconds: settings.deploy.timeout, killGraceSeconds: KILL_GRACE, write: info, stop: cancelled },
        env: commandEnvironment({
          ...{ parent: env, token, component: componentOf(release.component) },
          path: await files.componentPath(release),
          order: { release, previous: null, environment, reason: 'test' },
        }),
      })
      switch (run.kind) {
        case 'exited':
          return run
        case 'timed-out':
          return { kind: 'exited', code: null }
        case 'signalled':
          return { kind: 'not-run', detail: `ended by ${run.signal}` }
        case 'stopped':
          return { kind: 'not-run', detail: 'stopped before it finished' }
        case 'not-started':
          return { kind: 'not-run', detail: run.detail }
      }
    } catch (error) {
      return { kind: 'not-run', detail: messageOf(error) }
    }
  }

function deployerFor(
  deploy: Settings['deploy'],
  common: Omit<CommandDeployerOptions, 'script' | 'timeoutSeconds' | 'write'>,
  { address, token, env }: DeployAssembly,
): Deployer {
  const told = { ...common, timeoutSeconds: deploy.timeout, write: info }
  switch (deploy.kind) {
    case 'none':
      return pullDeployer(info)
    case 'command':
      return commandDeployer({ ...told, script: deploy.command })
    case 'workflow':
      return workflowDeployer({
        ...{ ...told, workflow: deploy.workflow, runs: createWorkflowRuns(address, token) },
        ...{ clock: systemClock, newMark: () => `tagback-${randomUUID()}` },
        earlier: readDeployRun(env, token),
        started: (run) => saveDeployRun(env, token, run),
      })
  }
}

function filesOf(assembly: DeployAssembly): ReleaseFiles {
  const { settings, path } = assembly
  const paths = settings.deploy.kind === 'command' ? settings.deploy.paths : []
  const find = (directory: string, release: Release) =>
    findComponentPath(directory, componentOf(release.component), path)
  const checkOut = assembly.checkOut ?? checkOutWith(assembly)
  return releaseFiles((commits) => checkOut(commits, paths), find)
}

export const checkOutWith =
  ({
    address,
    token,
    temporaryDirectory,
    env,
  }: Pick<DeployAssembly, 'address' | 'token' | 'temporaryDirectory' | 'env'>): CheckOut =>
  async (commits, paths) => {
    const { owner, name, serverUrl } = address
    await checkGit()
    return checkOutReleases({
      ...{ serverUrl, token, commits, paths, parentEnvironment: env, timeoutSeconds: GIT_TIMEOUT },
      repository: `${owner}/${name}`,
      // Of its own: a job can run this action twice.
      directory: await mkdtemp(join(temporaryDirectory, 'tagback-releases-')),
    })
  }

function askServedBy(
  verify: VerifySettings,
  common: Omit<Parameters<typeof askByCommand>[0], 'script' | 'timeoutSeconds'>,
): AskServed {
  if (verify.kind === 'command') {
    return askByCommand({ ...common, script: verify.command, timeoutSeconds: VERIFY_TIMEOUT })
  }
  return askByUrl({
    ...{ fetch, url: verify.url, headers: {}, timeoutSeconds: VERIFY_TIMEOUT, componentOf },
    ...(verify.expression === undefined ? {} : { expression: verify.expression }),
  })
}

/** The parts of an id that the tag grammar made: the last two are type and name. */
function componentOf(id: string): Component {
  const parts = id.split('/')
  const [type = '', name = ''] = parts.slice(-2)
  return { id, prefix: parts.slice(0, -2).join('/'), type, name }
}
