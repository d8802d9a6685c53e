import { checkSettings } from '../../../src/config/check-settings.ts'
import { guard } from '../../../src/flows/guard.ts'
import type { BasePorts, Configure } from '../../../src/flows/guard-ports.ts'
import { isFailure, type Outcome } from '../../../src/flows/outcome.ts'
import { messageOf } from '../../../src/message-of.ts'
import type { StageEnd } from '../history.ts'
import { REF } from './memory-objects.ts'
import type { createMemoryService } from './memory-service.ts'

/** A tag that was moved, as the event tells. */
export type TagMove = { before: string; after: string; actor: string }

const SETTINGS = checkSettings({
  ...{ 'deploy-command': './deploy', 'deploy-timeout': '1m', metric: 'prometheus', errors: 'e', total: 't' },
  ...{ threshold: '1%', settle: '0s', interval: '10s', 'min-duration': '30s', duration: '1m' },
  ...{ 'ignore-blips': '0s', 'verify-duration': '30s' },
})

/** The settings of all runs: watched, with a way to ask what is served. */
export function configureFor(
  by: string,
  service: ReturnType<typeof createMemoryService>,
  clock: BasePorts['clock'],
): Configure {
  if (SETTINGS.kind === 'problems') throw new Error(JSON.stringify(SETTINGS.problems))
  const { settings } = SETTINGS
  return () => ({
    ...{ kind: 'configured', settings, remarks: [] },
    ports: {
      deployer: service.deployerFor(by, clock),
      sourcesFor: () => new Map(settings.watch?.metrics.map(({ name }) => [name, service.source()])),
      describeChange: async () => null,
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
  })
}

/** One guard from the event to what it says in the end. */
export async function runGuardFor(
  move: TagMove,
  run: { id: number; attempt: number },
  { by, ports, configure }: { by: string; ports: BasePorts; configure: Configure },
): Promise<StageEnd> {
  const url = `https://github.com/o/r/actions/runs/${run.id}`
  const end = { kind: 'stage-ended', by, stage: 'main', how: 'exited' } as const
  try {
    const outcome = await guard({
      ...{ push: { ref: REF, ...move }, tagPrefixes: ['components'], paused: false, run: { ...run, url } },
      ...{ ports, configure },
    })
    const { decision, reason, tag } = outcome
    const exitCode = isFailure(outcome) ? 1 : 0
    return { ...end, at: ports.clock.now(), exitCode, decision, reason, tag, text: textOf(outcome) }
  } catch (error) {
    // As the action does: GitHub could not be asked, and nothing was written.
    const said = { decision: 'refused', reason: 'github-not-read', tag: 'as-pushed' }
    return { ...end, at: ports.clock.now(), exitCode: 1, ...said, text: messageOf(error) }
  }
}

const textOf = ({ sentence, nextSteps, warnings, move, target }: Outcome): string =>
  [sentence, ...nextSteps, ...warnings, move?.to.version, target?.release.version].join('\n')
