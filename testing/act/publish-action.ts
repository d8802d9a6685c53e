import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adaptWorkflow } from './adapt-workflow.ts'

const ROOT = join(import.meta.dirname, '../..')
const WORKFLOWS = '.github/workflows'

export const PUBLISHED = { repository: 'OWNER/tagback', ref: 'v1' }

/**
 * Copies what a user of `OWNER/tagback@v1` gets into a folder: the actions, the committed bundle, and the reusable
 * workflows, adapted to act.
 */
export const publishAction = (folder: string): void => {
  const actions = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, 'action.yml')))
  for (const name of ['action.yml', 'dist', ...actions])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  mkdirSync(join(folder, WORKFLOWS), { recursive: true })
  for (const name of readdirSync(join(ROOT, WORKFLOWS))) {
    const text = readFileSync(join(ROOT, WORKFLOWS, name), 'utf8')
    writeFileSync(join(folder, WORKFLOWS, name), adaptWorkflow(text, PUBLISHED))
  }
}
