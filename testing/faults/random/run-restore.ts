import type { BasePorts, Configure } from '../../../src/flows/guard-ports.ts'
import { restore } from '../../../src/flows/restore/restore.ts'
import type { ScopeReader } from '../../../src/flows/scope/scope-ports.ts'
import { messageOf } from '../../../src/message-of.ts'
import type { SaidStage } from '../stage-result.ts'

/** Somebody puts production back by hand to what was there before. */
export async function runRestoreFor(
  id: number,
  { by, ports, reader, configure }: { by: string; ports: BasePorts; reader: ScopeReader; configure: Configure },
  hasEnded: (run: number) => boolean,
): Promise<SaidStage> {
  const end = { kind: 'stage-ended', by, stage: 'main', how: 'exited', tag: '', environment: 'production' } as const
  try {
    const outcome = await restore({
      wish: {
        ...{ scope: { kind: 'components', patterns: ['*'] }, environment: 'production', into: 'production' },
        ...{ to: { kind: 'previous' }, atomic: false, allowQuarantined: false, allowUntested: false },
        ...{ dryRun: false, why: 'it is bad', actor: 'grace', wait: 300 },
      },
      ...{ tagPrefixes: ['components'], repository: 'o/r', paused: false, backups: null },
      run: { id, attempt: 1, url: `https://github.com/o/r/actions/runs/${id}` },
      ports: {
        ...ports,
        reader: {
          ...reader,
          readText: async () => null,
          hasEnded: async (run) => hasEnded(run.id),
          readMessages: async () => new Map(),
          readTaggers: async () => new Map(),
          readWorkflows: async () => ({ defaultBranch: new Map(), of: new Map() }),
          readHistory: async () => {
            throw new Error('No time was asked for')
          },
          listBackups: async () => [],
          makeTagObject: async () => {
            throw new Error('No backup was asked for')
          },
        },
        configure,
        hooks: { before: null, after: null },
      },
    })
    const { decision, reason, sentence, warnings, nextSteps } = outcome
    const exitCode = ['restored', 'no-op'].includes(decision) ? 0 : 1
    const text = [sentence, ...nextSteps, ...warnings].join('\n')
    return { ...end, at: ports.clock.now(), exitCode, decision, reason, text }
  } catch (error) {
    const refused = { decision: 'refused', reason: 'github-not-read', text: messageOf(error) }
    return { ...end, at: ports.clock.now(), exitCode: 1, ...refused }
  }
}
