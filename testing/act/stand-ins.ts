import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ACTIONS = join(import.meta.dirname, 'actions')
const WORKFLOWS = join(import.meta.dirname, '../../.github/workflows')

/** `actions/upload-artifact@SHA` → folder of what runs in its place, at each ref that this workflow or ours name. */
export const standIns = (workflow: string): Record<string, string> => {
  const own = readdirSync(WORKFLOWS).map((name) => readFileSync(join(WORKFLOWS, name), 'utf8'))
  const text = [workflow, ...own].join('\n')
  const used = [...text.matchAll(/uses: (actions\/([\w-]+)@[\w.]+)/g)]
  const local = new Set(readdirSync(ACTIONS))
  return Object.fromEntries(
    used.flatMap(([, uses = '', name = '']) => (local.has(name) ? [[uses, join(ACTIONS, name)]] : [])),
  )
}
