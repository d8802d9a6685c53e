import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { readActionMetadata } from '../runner/action-metadata.ts'
import { cancelAction } from '../runner/cancel-action.ts'
import type { TagPush } from '../runner/deliver-tag-pushes.ts'
import { type ActionOrder, type ActionResult, startAction } from '../runner/start-action.ts'
import { caseInputs } from './case-inputs.ts'
import type { Gate } from './http-gate.ts'
import type { Case } from './open-case.ts'
import type { Shims } from './process-shims.ts'

const ROOT = join(import.meta.dirname, '../..')
const GUARD = join(ROOT, 'action.yml')
const RECONCILE = join(ROOT, 'reconcile/action.yml')
const ROLLBACK = join(ROOT, 'rollback/action.yml')
/** Milliseconds: longer than everything that a stage may wait for. */
const HUNG = 110_000

export const hasPost = (): boolean => readActionMetadata(GUARD).post !== null
export const hasReconcile = (): boolean => existsSync(RECONCILE)

/** Runs the stages of the built actions as processes, one at a time, so that the one at work can be signalled. */
export function createStages(
  world: Case,
  gates: { github: Gate; service: Gate },
  shims: Shims,
  inputs: Record<string, string> = {},
) {
  let running: ChildProcess | null = null
  const cancelled: Promise<void>[] = []
  const results: ActionResult[] = []
  const { url } = gates.github
  const interrupt = (): void => void (running && cancelled.push(cancelAction(running)))
  const common = {
    github: { url, apiUrl: `${url}/api/v3`, graphqlUrl: `${url}/api/graphql` },
    ...{ repository: world.repository.fullName, token: world.token, timeoutMs: HUNG },
    inputs: { ...caseInputs(gates.service.url), ...world.template.inputs?.(gates.service.url), ...inputs },
    env: { SERVICE: world.serviceFolder, PATH: `${world.bin}${delimiter}${process.env.PATH}` },
  }
  const run = async (order: Omit<ActionOrder, keyof typeof common> & Pick<ActionOrder, 'inputs'>) => {
    const started = startAction({ ...common, ...order })
    running = started.process
    const over = new AbortController()
    const waiting = shims.waitsForInterrupt(over.signal).then((waits) => {
      if (!waits) return
      interrupt()
      shims.goOn()
    })
    const result = await started.done
    running = null
    over.abort()
    await Promise.all([waiting, ...cancelled])
    results.push(result)
    return result
  }
  return {
    /** Of every stage so far. */
    results,
    kill: (): void => void running?.kill('SIGKILL'),
    interrupt,
    guard: (stage: 'main' | 'post', push: TagPush, runId: number, state: Record<string, string> = {}) =>
      run({ action: GUARD, stage, state, sha: push.sha, ref: push.ref, event: push.event, runId, actor: 'ada' }),
    /** Puts both components back to what was there before. */
    restore: (runId: number) =>
      run({
        ...{ action: ROLLBACK, sha: world.mainCommit, ref: 'refs/heads/main', runId, actor: 'grace' },
        ...{ event: { name: 'workflow_dispatch', payload: {} }, workflow: 'rollback', job: 'rollback' },
        inputs: { ...common.inputs, environment: 'production', component: '*', to: 'previous', wait: '10s' },
      }),
    reconcile: (runId: number) =>
      run({
        ...{ action: RECONCILE, sha: world.mainCommit, ref: 'refs/heads/main', runId },
        ...{ event: { name: 'schedule', payload: {} }, workflow: 'reconcile', job: 'reconcile' },
      }),
  }
}
