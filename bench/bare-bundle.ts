import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..')

/** What every action that talks to GitHub carries, and nothing else. The condition keeps both from being left out. */
const SOURCE = `
import { info } from '@actions/core'
import { getOctokit } from '@actions/github'
if (process.argv[2] === 'run') info(String(Object.keys(getOctokit('token').rest)))
`

/** Builds an action of nothing but \`@actions/core\` and \`@actions/github\`, as dist/ is built. Gives its path. */
export async function buildBareBundle(folder: string): Promise<string> {
  mkdirSync(folder)
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(folder, 'source.js'), SOURCE)
  const ncc = join(ROOT, 'node_modules/@vercel/ncc/dist/ncc/cli.js')
  const out = join(folder, 'out')
  const args = ['build', 'source.js', '--out', out, '--target', 'es2022', '--no-cache', '--quiet']
  await promisify(execFile)(process.execPath, [ncc, ...args], { cwd: folder })
  return join(out, 'index.js')
}
