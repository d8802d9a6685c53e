import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ActionResult, runAction } from '../../testing/runner/start-action.ts'
import { COMPONENT, createWorld, UNWATCHED } from './world.ts'

const HISTORY = join(import.meta.dirname, '../../history/action.yml')
const ROLLBACK = join(import.meta.dirname, '../../rollback/action.yml')
export const ANALYSIS = 'components/prompts/analysis'
/** Exactly the permissions that history/README.md lists. */
const READ_ONLY = { contents: 'read', deployments: 'read' } as const

export type HistoryWorld = Awaited<ReturnType<typeof createHistoryWorld>>

/**
 * A month in a repository, a minute a move: `production` of one component was kept, rolled back, moved by hand and held; a
 * second component lives in a canary and in a region, too. Real guards wrote the records. `times` are between the moves.
 */
export async function createHistoryWorld() {
  const world = await createWorld({ began: Date.now() - 30 * 86_400_000 })
  const times: Record<string, string> = {}
  const mark = (name: string): void => {
    const date = world.date()
    times[name] = date
    world.date()
  }
  const guarded = async (environment: string, version: string, inputs = {}, component = COMPONENT): Promise<void> => {
    const result = await world.run(await world.move(environment, version, component), { inputs })
    if (result.timedOut) throw new Error(result.log)
  }
  const unwatched = { ...UNWATCHED, 'verify-url': '' }
  for (const [version, errors] of [
    ['v1.0.0', 0],
    ['v1.1.0', 0],
    ['v1.2.0', 60],
    ['v1.3.0', 0],
  ] as const) {
    await world.release(version, errors)
  }
  for (const version of ['v2.0.0', 'v2.1.0']) {
    await world.edgit.commit({ 'prompts/analysis.md': `${version}\n` }, `feat: analysis ${version}`, world.date())
    await world.edgit.createVersion(ANALYSIS, version, world.date())
    await world.push('main', `refs/tags/${ANALYSIS}/${version}`)
  }
  await world.moveProduction('v1.0.0')
  mark('before the ledger')
  await guarded('production', 'v1.1.0')
  mark('kept')
  const bad = world.start(await world.move('production', 'v1.2.0'))
  await bad.done
  mark('rolled back')
  await world.moveProduction('v1.0.0')
  mark('moved by hand')
  await guarded('production', 'v1.3.0', unwatched)
  mark('unwatched')
  await guarded('production', 'v2.0.0', unwatched, ANALYSIS)
  await guarded('production-canary', 'v2.1.0', unwatched, ANALYSIS)
  world.service.faults.metrics = 'idle'
  await guarded('production-us-west', 'v2.0.0', { 'on-inconclusive': 'hold' }, ANALYSIS)
  world.service.faults.metrics = null
  mark('end')

  const workspace = mkdtempSync(join(world.root, 'workspace-'))
  const token = world.github.createToken({ kind: 'actions', permissions: READ_ONLY })
  const history = (inputs: Record<string, string> = {}): Promise<ActionResult> =>
    runAction({
      ...{ action: HISTORY, github: world.github, repository: world.repository.fullName, token, workspace, inputs },
      ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'workflow_dispatch', payload: {} } },
    })
  const restore = (inputs: Record<string, string>): Promise<ActionResult> =>
    runAction({
      ...{
        action: ROLLBACK,
        github: world.github,
        repository: world.repository.fullName,
        token: world.token,
        workspace,
      },
      ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'workflow_dispatch', payload: {} } },
      inputs: { environment: 'production', deploy: 'none', ...inputs },
    })
  return {
    ...world,
    ...{ history, restore, workspace, times },
    at: (name: string): string => times[name] ?? '',
    file: (name: string): string => readFileSync(join(workspace, name), 'utf8'),
  }
}

export const json = (text: string | undefined): Record<string, unknown>[] => JSON.parse(text ?? 'null')
