import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction } from '../testing/runner/start-action.ts'
import { type Figure, figureOf } from './figure.ts'
import type { Stage } from './stage.ts'

const ACTION = join(import.meta.dirname, '../reconcile/action.yml')
const MB = 1_000_000

/** The built action on places that are all in sync, as a process, as often as `rounds` says. */
export async function reconcileFigures(
  stage: Stage,
  places: number,
  of: string,
  rounds: number,
  emptyPeak: number,
): Promise<Figure[]> {
  const runs: Awaited<ReturnType<typeof reconcileOnce>>[] = []
  for (let round = 0; round < rounds; round++) runs.push(await reconcileOnce(stage, places))
  const all = (pick: (run: (typeof runs)[number]) => number): number[] => runs.map(pick)
  const requests = { of, unit: 'requests' as const }
  return [
    figureOf({ ...requests, name: 'API requests', values: all(({ api }) => api), target: Math.ceil(places / 50) }),
    figureOf({ ...requests, name: 'of which write', values: all(({ writes }) => writes), target: 0 }),
    figureOf({ ...requests, name: 'git requests', values: all(({ gits }) => gits), target: 1 }),
    figureOf({ of, unit: 'ms', name: 'the whole process', values: all(({ ms }) => ms) }),
    figureOf({
      of,
      unit: 'ms',
      name: 'of which the local GitHub answering',
      values: all(({ answering }) => answering),
    }),
    figureOf({
      ...{ of, unit: 'MB', name: 'peak memory', values: all(({ peakBytes }) => peakBytes / MB) },
      beside: { name: 'an empty Node script', values: [emptyPeak / MB] },
    }),
  ]
}

async function reconcileOnce({ github, repository, token, root }: Stage, places: number) {
  const peakFile = join(root, 'reconcile-peak')
  github.clearRequests()
  const result = await runAction({
    ...{ action: ACTION, github, repository: repository.fullName, token },
    ...{ sha: '0'.repeat(40), ref: 'refs/heads/main', event: { name: 'schedule', payload: {} } },
    inputs: { 'deploy-command': './deploy.sh', components: 'prompts/placed-*' },
    env: {
      PEAK_MEMORY_FILE: peakFile,
      NODE_OPTIONS: `--require "${join(import.meta.dirname, 'peak-memory.cjs')}"`,
    },
  })
  const { inSync } = JSON.parse(result.outputs.result ?? '{}')
  if (inSync !== places) throw new Error(`Expected ${places} places in sync, found ${inSync}:\n${result.log}`)
  const api = github.requests.filter(({ kind }) => kind !== 'git')
  return {
    api: api.length,
    writes: api.filter(({ operation, method }) => operation === null && method !== 'GET').length,
    gits: github.requests.length - api.length,
    ms: result.ms,
    answering: github.requests.reduce((sum, { ms }) => sum + ms, 0),
    peakBytes: Number(readFileSync(peakFile, 'utf8')),
  }
}
