import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PACKAGES = ['@stoplight/prism-cli@5.14.2', '@octokit/openapi@23.0.2']
/** Not a dependency: 475 MB for this one run. `npm ci` clears it away. */
const FOLDER = join(import.meta.dirname, '../../node_modules/.cache/prism')

const fromPackage = (path: string): string => join(FOLDER, 'node_modules', path)

const installPrism = (): void => {
  const there = ['@stoplight/prism-cli/dist/index.js', '@octokit/openapi/generated/api.github.com.json']
  if (there.every((path) => existsSync(fromPackage(path)))) return
  mkdirSync(FOLDER, { recursive: true })
  const options = ['--prefix', FOLDER, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts']
  const { status } = spawnSync('npm', ['install', ...options, ...PACKAGES], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`npm could not install ${PACKAGES.join(' and ')}`)
}

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Prism as a proxy before `upstream`, with GitHub's whole description of its REST API: where a request or its answer does
 * not fit, it answers itself, with `application/problem+json`.
 */
export async function startPrism(upstream: string): Promise<{ url: string; close(): void }> {
  installPrism()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const description = fromPackage('@octokit/openapi/generated/api.github.com.json')
  const listen = ['-h', '127.0.0.1', '-p', String(port), '-m', 'false']
  const program = fromPackage('@stoplight/prism-cli/dist/index.js')
  const child = spawn(process.execPath, [program, 'proxy', '--errors', ...listen, description, upstream], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (let tries = 0; child.exitCode === null && tries < 600; tries += 1) {
    const answered = await fetch(`${url}/rate_limit`).then(
      () => true,
      () => false,
    )
    if (answered) return { url, close: () => void child.kill('SIGKILL') }
    await sleep(200)
  }
  child.kill('SIGKILL')
  throw new Error('Prism did not start within two minutes')
}
