import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from '@jest/globals'
import type { CommandDeployerOptions } from '../../src/deploy/command-deployer.ts'
import { releaseFiles } from '../../src/deploy/release-files.ts'
import type { DeployOrder } from '../../src/flows/ports.ts'
import type { Release } from '../../src/tags/release.ts'

export const TOKEN = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
const release = (version: string, digit: string): Release => ({
  component: 'components/prompts/extraction',
  version,
  versioned: true,
  object: digit.repeat(40),
  commit: digit.repeat(40),
})
export const good = release('v1.1.0', '1')
export const bad = release('v1.2.0', '2')
export const move: DeployOrder = { release: bad, previous: good, environment: 'production', reason: 'move' }

export let directory: string
export let lines: string[]
export let asked: string[][]

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'tagback-test-')))
  lines = []
  asked = []
})
afterEach(() => rm(directory, { recursive: true, force: true }))

export const options = (script: string, more: Partial<CommandDeployerOptions> = {}): CommandDeployerOptions => ({
  script,
  timeoutSeconds: 20,
  killGraceSeconds: 0.2,
  files: releaseFiles(
    async (commits) => {
      asked.push([...commits])
      for (const commit of commits) {
        await mkdir(join(directory, commit))
        await writeFile(join(directory, commit, 'prompt.md'), `files of ${commit}`)
      }
      return new Map(commits.map((commit) => [commit, join(directory, commit)]))
    },
    async () => 'prompt.md',
  ),
  componentOf: (id) => ({ id, prefix: 'components', type: 'prompts', name: 'extraction' }),
  parentEnvironment: {
    PATH: process.env.PATH,
    INPUT_TOKEN: TOKEN,
    GITHUB_OUTPUT: '/tmp/output',
    MY_API_KEY: 'key-12345678',
  },
  token: TOKEN,
  temporaryDirectory: directory,
  write: (line) => lines.push(line),
  ...more,
})
