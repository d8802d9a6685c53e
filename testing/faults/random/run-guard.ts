import { checkSettings } from '../../../src/config/check-settings.ts'
import type { Ring } from '../../../src/config/rings.ts'
import type { Settings } from '../../../src/config/settings.ts'
import { finishGuard } from '../../../src/flows/finish/finish-guard.ts'
import type { RunState } from '../../../src/flows/finish/run-state.ts'
import { guard } from '../../../src/flows/guard/guard.ts'
import type { GuardRequest } from '../../../src/flows/guard/guard-request.ts'
import type { BasePorts, Configure } from '../../../src/flows/guard-ports.ts'
import { isFailure, type Outcome } from '../../../src/flows/outcome.ts'
import { messageOf } from '../../../src/message-of.ts'
import type { SaidStage } from '../stage-result.ts'
import { environmentOf } from './memory-github.ts'
import { refOf } from './memory-objects.ts'
import type { createMemoryService } from './memory-service.ts'
import type { Environment, Script } from './script.ts'

/** A tag that was moved, as the event tells. */
export type TagMove = { environment: Environment; before: string; after: string; actor: string }

const WRITTEN = {
  ...{ 'deploy-command': './deploy', 'deploy-timeout': '1m', metric: 'prometheus', errors: 'e', total: 't' },
  ...{ threshold: '1%', settle: '0s', interval: '10s', 'min-duration': '30s', duration: '1m' },
  ...{ 'ignore-blips': '0s', 'verify-duration': '30s' },
}
const RING: Ring = { from: 'production', environment: 'asia', go: 'auto', said: 'after' }

function settingsFor(environment: string, rings: Script['rings']): Settings {
  const isRing = environment === RING.environment && rings !== 'none'
  const checked = isRing
    ? checkSettings({ ...WRITTEN, follow: 'auto', 'on-ring-failure': rings }, {}, RING.from)
    : checkSettings(WRITTEN)
  if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
  return checked.settings
}

/** The settings of all runs: watched, with a way to ask what is served. */
export const configureFor =
  (
    by: string,
    { serviceOf, rings }: { serviceOf: (environment: Environment) => MemoryService; rings: Script['rings'] },
    { clock, cancelled }: Pick<BasePorts, 'clock' | 'cancelled'>,
  ): Configure =>
  (_config, _component, environment) => {
    const settings = settingsFor(environment, rings)
    const service = serviceOf(environmentOf(`/${environment}`))
    return {
      ...{ kind: 'configured', settings, remarks: [] },
      ...(rings === 'none' ? {} : { rings: { inFile: true, among: () => [RING] } }),
      ports: {
        deployer: service.deployerFor(by, clock, cancelled),
        sourcesFor: () => new Map(settings.watch?.metrics.map(({ name }) => [name, service.source()])),
        describeChange: async () => null,
        componentPath: async () => '',
        people: {
          notify: null,
          write: {
            issue: (outcome) => ({ title: outcome.decision, body: textOf(outcome) }),
            comment: textOf,
            message: textOf,
          },
        },
        askServed: service.askServed,
      },
    }
  }

type MemoryService = ReturnType<typeof createMemoryService>

export type GuardRun = { move: TagMove; id: number; attempt: number }
type Parts = { by: string; ports: BasePorts; configure: Configure }

/** One guard from the event to what it says in the end. */
export async function runGuardFor(run: GuardRun, parts: Parts): Promise<SaidStage> {
  const end = { kind: 'stage-ended', by: parts.by, stage: 'main', how: 'exited' } as const
  try {
    return { ...end, ...said(await guard(requestOf(run, parts)), parts) }
  } catch (error) {
    // As the action does: GitHub could not be asked, and nothing was written.
    const refused = { decision: 'refused', reason: 'github-not-read', tag: 'as-pushed' }
    return { ...end, at: parts.ports.clock.now(), exitCode: 1, ...refused, text: messageOf(error) }
  }
}

/** Its post step. It says nothing when nothing was left to do. */
export async function runPostFor(run: GuardRun, left: RunState, parts: Parts): Promise<SaidStage> {
  const at = parts.ports.clock.now()
  const end = { kind: 'stage-ended', at, by: parts.by, stage: 'post', how: 'exited' } as const
  const nothing = { exitCode: 0, decision: '', reason: '', tag: '', text: '' }
  try {
    const outcomes = await finishGuard(requestOf(run, parts), left)
    const last = outcomes.at(-1)
    const rings = outcomes.map(({ move, decision, reason }) => ({
      environment: move?.environment ?? '',
      ...{ decision, reason },
    }))
    return { ...end, ...(last ? { ...said(last, parts), rings } : nothing), at: parts.ports.clock.now() }
  } catch (error) {
    return { ...end, ...nothing, exitCode: 1, decision: 'failed', text: messageOf(error) }
  }
}

const requestOf = ({ move, id, attempt }: GuardRun, { ports, configure }: Parts): GuardRequest => ({
  ...{ push: { ref: refOf(move.environment), ...move }, tagPrefixes: ['components'], paused: false, ports, configure },
  run: { id, attempt, url: `https://github.com/o/r/actions/runs/${id}` },
})

const said = (outcome: Outcome, { ports }: Parts) => {
  const { decision, reason, tag, move, rings = [] } = outcome
  const environment = move?.environment ?? ''
  const exitCode = isFailure(outcome) ? 1 : 0
  return { at: ports.clock.now(), exitCode, decision, reason, tag, text: textOf(outcome), environment, rings }
}

const textOf = ({ sentence, nextSteps, warnings, move, target, earlier = [] }: Outcome): string =>
  [sentence, ...nextSteps, ...warnings, move?.to.version, target?.release.version, ...earlier.map(textOf)].join('\n')
