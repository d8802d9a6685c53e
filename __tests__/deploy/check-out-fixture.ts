import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals'
import { type CheckOutOrder, checkOutReleases } from '../../src/deploy/check-out-releases.ts'
import { type GitServer, type ReleaseFile, startGitServer } from './git-server.ts'

export const TOKEN = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a'
export const ABSENT_COMMIT = '0123456789abcdef0123456789abcdef01234567'
export let home: string
export let server: GitServer
export let directory: string

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'tagback-test-')))
  server = await startGitServer(home, TOKEN)
})
afterAll(async () => {
  await server.close()
  await rm(home, { recursive: true, force: true })
})
beforeEach(async () => {
  directory = await mkdtemp(join(home, 'run-'))
  server.requests.length = 0
})
afterEach(() => rm(directory, { recursive: true, force: true }))

export const order = (commits: string[], more: Partial<CheckOutOrder> = {}): CheckOutOrder => ({
  serverUrl: server.serverUrl,
  repository: 'acme/prompts',
  token: TOKEN,
  commits,
  directory,
  parentEnvironment: process.env,
  timeoutSeconds: 30,
  ...more,
})

export const checkOut = async (files: readonly ReleaseFile[], more: Partial<CheckOutOrder> = {}): Promise<string> => {
  const commit = await server.commit(files)
  return (await checkOutReleases(order([commit], more))).get(commit) as string
}

export const failure = async (run: Promise<unknown>): Promise<string> => {
  const outcome = await run.then(
    () => 'no error',
    (error: unknown) => (error as Error).message,
  )
  expect(outcome).not.toContain(TOKEN)
  expect(outcome).not.toContain(Buffer.from(`x-access-token:${TOKEN}`).toString('base64'))
  return outcome
}
