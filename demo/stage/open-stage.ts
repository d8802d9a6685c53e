import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalGitHub } from '../../testing/github/local-github.ts'
import { startLocalGitHub } from '../../testing/github/start-local-github.ts'
import { missingTools } from './check-tools.ts'
import type { Closers } from './close-all.ts'

/** A folder for everything that a show makes, and a GitHub. Throws when a tool is missing that this needs. */
export const openStage = async (closers: Closers): Promise<{ directory: string; github: LocalGitHub }> => {
  const directory = await mkdtemp(join(tmpdir(), 'tagback-demo-'))
  closers.add('temporary files', () => rm(directory, { recursive: true, force: true }))
  const missing = await missingTools(directory)
  if (missing.length > 0) throw new Error(`The demo cannot run here. ${missing.join(' ')}`)
  const github = await startLocalGitHub()
  closers.add('local GitHub', () => github.close())
  return { directory, github }
}
