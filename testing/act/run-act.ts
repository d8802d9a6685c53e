import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalGitHub } from '../github/local-github.ts'
import { type ActLog, readActLog } from './act-log.ts'
import { PUBLISHED } from './publish-action.ts'
import { standIns } from './stand-ins.ts'

export type ActOrder = {
  /** Path of the program. */
  act: string
  github: Pick<LocalGitHub, 'url' | 'apiUrl' | 'graphqlUrl'>
  /** `OWNER/NAME` of the repository that the workflow is of. */
  repository: string
  /** Folder of `publishAction`. */
  published: string
  /** Where artifacts are put, a folder each. */
  artifacts: string
  /** What the stand-in for create-github-app-token gives. */
  appToken?: string
  /** Text of the workflow, adapted, and the name of its file. */
  workflow: { name: string; text: string }
  event: { name: string; payload: unknown }
  actor: string
  runId: number
  token: string
  secrets?: Readonly<Record<string, string>>
  variables?: Readonly<Record<string, string>>
  /** A checkout of the commit that the run is for. */
  directory: string
  /** Ends the run as its cancellation does. */
  signal?: AbortSignal
  onLine?: (line: string) => void
}

export type ActResult = ActLog & { exitCode: number | null }

/** Runs a workflow with act on this machine, without containers. A run that fails is a result, not an error. */
export const runAct = async (order: ActOrder): Promise<ActResult> => {
  const root = mkdtempSync(join(tmpdir(), 'act-run-'))
  try {
    const text = await collect(order, argumentsOf(order, root), root)
    return { ...readActLog(text.out), exitCode: text.exitCode }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const argumentsOf = (order: ActOrder, root: string): string[] => {
  const write = (name: string, content: string): string => {
    const path = join(root, name)
    writeFileSync(path, content)
    return path
  }
  mkdirSync(join(root, 'workflows'))
  const { github, published, workflow, event, actor, runId } = order
  const locals = { [`${PUBLISHED.repository}@${PUBLISHED.ref}`]: published, ...standIns(workflow.text) }
  const environment = {
    GITHUB_SERVER_URL: github.url,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_REPOSITORY: order.repository,
    GITHUB_RUN_ID: String(runId),
    LOCAL_ARTIFACTS: order.artifacts,
    LOCAL_APP_TOKEN: order.appToken ?? '',
  }
  return [
    ...[event.name, '--json', '--platform', 'ubuntu-latest=-self-hosted', '--no-cache-server', '--actor', actor],
    ...['--workflows', write(`workflows/${workflow.name}`, workflow.text)],
    ...['--eventpath', write('event.json', JSON.stringify(event.payload))],
    ...['--secret-file', write('secrets.yml', JSON.stringify({ ...order.secrets, GITHUB_TOKEN: order.token }))],
    ...['--var-file', write('variables.yml', JSON.stringify(order.variables ?? {}))],
    ...['--action-cache-path', join(root, 'cache'), '--directory', order.directory],
    ...Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...Object.entries(locals).flatMap(([uses, folder]) => ['--local-repository', `${uses}=${folder}`]),
  ]
}

const collect = (order: ActOrder, args: string[], root: string): Promise<{ out: string; exitCode: number | null }> =>
  new Promise((resolve, reject) => {
    // act hands its own environment on to the steps; a runner has none of ours.
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: root,
      XDG_CACHE_HOME: root,
      XDG_CONFIG_HOME: root,
      LANG: 'C.UTF-8',
    }
    const child = spawn(order.act, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const cancel = (): void => void child.kill('SIGINT')
    order.signal?.addEventListener('abort', cancel, { once: true })
    let out = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => {
        out += chunk
        order.onLine?.(chunk)
      })
    }
    child.once('error', reject)
    child.once('close', (exitCode) => {
      order.signal?.removeEventListener('abort', cancel)
      resolve({ out, exitCode })
    })
  })
