import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { readActionMetadata } from './action-metadata.ts'
import { parseFileCommand } from './file-command.ts'
import { type Annotation, createLogReader } from './log-reader.ts'
import { inputVariables, type RunContext, type RunFolders, runEnvironment } from './run-environment.ts'

export type ActionOrder = Pick<RunContext, 'github' | 'repository' | 'sha' | 'ref' | 'event'> &
  Partial<Pick<RunContext, 'actor' | 'workflow' | 'job' | 'runId' | 'runAttempt'>> & {
    /** Path of an action.yml: names the program and the defaults of its inputs. */
    action: string
    /** Another program than the one that action.yml names: a bundle that a test has built. */
    program?: string
    /** `main` unless told. `post` runs what action.yml names for that, and only makes sense with `state`. */
    stage?: 'main' | 'post'
    /** What `main` saved. */
    state?: Readonly<Record<string, string>>
    /** Only what differs from the defaults of action.yml. */
    inputs?: Readonly<Record<string, string>>
    /** Variables of the workflow, the job or the step; they win over the runner's own. */
    env?: Readonly<Record<string, string>>
    token: string
    /** An empty folder unless told; one that is given is not deleted afterwards. */
    workspace?: string
    /** Killed after this; 60 s unless told. */
    timeoutMs?: number
    /** Every line as a person sees it, as it comes. */
    onLine?: (line: string) => void
  }

export type ActionResult = {
  exitCode: number | null
  signal: NodeJS.Signals | null
  timedOut: boolean
  /** As the process wrote them: may hold secrets. */
  stdout: string
  stderr: string
  /** What a person sees: commands obeyed, secrets masked. */
  log: string
  outputs: Record<string, string>
  state: Record<string, string>
  /** Lines of GITHUB_ENV. */
  env: Record<string, string>
  summary: string
  annotations: Annotation[]
  /** Milliseconds since the epoch. */
  startedAt: number
  ms: number
}

export type StartedAction = { process: ChildProcess; done: Promise<ActionResult> }

const prepareFolders = (given: string | undefined, payload: unknown): { root: string; folders: RunFolders } => {
  const root = mkdtempSync(join(tmpdir(), 'local-runner-'))
  const file = (name: string, content = ''): string => {
    const path = join(root, name)
    writeFileSync(path, content)
    return path
  }
  const folders = {
    workspace: given ?? mkdtempSync(join(root, 'workspace-')),
    temp: mkdtempSync(join(root, 'temp-')),
    event: file('event.json', JSON.stringify(payload)),
    output: file('output'),
    state: file('state'),
    env: file('env'),
    path: file('path'),
    summary: file('summary.md'),
  }
  return { root, folders }
}

/** The variables of this process that a runner has as well. */
const machineVariables = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'TMPDIR', 'USER', 'SHELL'].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** Starts an action as the runner would and hands out the process, so that a test can signal it in the middle. */
export const startAction = (order: ActionOrder): StartedAction => {
  const { action, stage = 'main', token, inputs = {}, state = {} } = order
  const metadata = readActionMetadata(action)
  const program = order.program ?? metadata[stage]
  if (program === null) throw new Error(`${action} names no "runs.post".`)
  const context = { actor: 'octocat', workflow: 'guard', job: 'guard', runId: 1, runAttempt: 1, ...order }
  const variables = inputVariables(metadata.inputs, inputs, token)
  const { root, folders } = prepareFolders(order.workspace, order.event.payload)
  const startedAt = Date.now()
  const child = spawn(process.execPath, [program], {
    cwd: folders.workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...machineVariables(),
      ...runEnvironment(context, folders),
      ...variables,
      ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
      ...order.env,
    },
  })

  const reader = createLogReader([token])
  const written = { stdout: '', stderr: '' }
  const log: string[] = []
  const readLines = (name: 'stdout' | 'stderr'): Promise<void> =>
    new Promise((resolve) => {
      const lines = createInterface({ input: child[name], crlfDelay: Number.POSITIVE_INFINITY })
      lines.on('line', (raw) => {
        written[name] += `${raw}\n`
        const seen = reader.line(raw)
        if (seen === null) return
        log.push(seen)
        order.onLine?.(seen)
      })
      lines.on('close', resolve)
    })
  const read = Promise.all([readLines('stdout'), readLines('stderr')])

  const finish = async (): Promise<ActionResult> => {
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      child.kill('SIGKILL')
    }, order.timeoutMs ?? 60_000)
    try {
      const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
        child.once('error', reject)
        child.once('exit', (code, killedBy) => resolve([code, killedBy]))
      })
      const ms = Date.now() - startedAt
      await read
      // The runner reads these files even when the process was killed.
      const text = (path: string): string => readFileSync(path, 'utf8')
      return {
        exitCode,
        signal,
        timedOut,
        ...written,
        log: log.map((line) => `${line}\n`).join(''),
        outputs: parseFileCommand(text(folders.output)),
        state: parseFileCommand(text(folders.state)),
        env: parseFileCommand(text(folders.env)),
        summary: text(folders.summary),
        annotations: reader.annotations,
        startedAt,
        ms,
      }
    } finally {
      clearTimeout(timer)
      // A git whose action was killed may still be writing.
      rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    }
  }
  return { process: child, done: finish() }
}

/** Runs an action to its end. A process that fails is a result, not an error. */
export const runAction = (order: ActionOrder): Promise<ActionResult> => startAction(order).done
