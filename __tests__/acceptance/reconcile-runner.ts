import { join } from 'node:path'
import type { PlaceReport } from '../../src/flows/reconcile/reconciled.ts'
import { type ActionResult, startAction } from '../../testing/runner/start-action.ts'
import { UNWATCHED, type World } from './world.ts'

const ACTION = join(import.meta.dirname, '../../reconcile/action.yml')

type ReconcileOptions = {
  inputs?: Record<string, string>
  runId?: number
  token?: string
  env?: Record<string, string>
  /** The process is killed when its log holds this. */
  killAt?: string
}

/** What `result` says of the places that did not agree. */
export type ReconcileResult = { drifts: PlaceReport[]; places: number; inSync: number }

let runId = 9_000

/** Runs the built action as a schedule on the default branch would. Unwatched unless told, to be quick. */
export async function runReconcile(
  world: World,
  { inputs = {}, killAt, env = {}, ...more }: ReconcileOptions = {},
): Promise<ActionResult & { result: ReconcileResult }> {
  const given = Object.entries({ ...world.inputs, ...UNWATCHED, ...inputs }).filter(([, value]) => value !== '')
  const action = startAction({
    ...{ action: ACTION, github: world.github, repository: world.repository.fullName, timeoutMs: 60_000 },
    ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'schedule', payload: {} } },
    ...{ token: world.token, runId: runId++, workflow: 'reconcile', ...more },
    inputs: Object.fromEntries(given),
    env: { SERVICE: world.serviceFolder, ...env },
    ...(killAt === undefined
      ? {}
      : { onLine: (line) => void (line.includes(killAt) && action.process.kill('SIGKILL')) }),
  })
  const done = await action.done
  return { ...done, result: JSON.parse(done.outputs.result ?? 'null') }
}

/** The metric settings of the world, which `UNWATCHED` takes away. */
export const watched = ({ inputs }: World): Record<string, string> =>
  Object.fromEntries(Object.keys(UNWATCHED).map((name) => [name, inputs[name] ?? '']))
