import type { BasePorts, Configure } from '../../../src/flows/guard-ports.ts'
import { reconcile } from '../../../src/flows/reconcile/reconcile.ts'
import type { ReconcileReader } from '../../../src/flows/reconcile/reconcile-ports.ts'
import { countOf } from '../../../src/flows/reconcile/reconciled.ts'
import { messageOf } from '../../../src/message-of.ts'
import type { StageEnd } from '../history.ts'

/** One reconcile over everything. */
export async function runReconcileFor(
  id: number,
  { by, ports, reader, configure }: { by: string; ports: BasePorts; reader: ReconcileReader; configure: Configure },
): Promise<StageEnd> {
  const end = { kind: 'stage-ended', by, stage: 'reconcile', how: 'exited', tag: '' } as const
  const run = { id, attempt: 1, url: `https://github.com/o/r/actions/runs/${id}` }
  const scope = { prefixes: ['components'], components: [], environments: [] }
  try {
    const reconciled = await reconcile({ scope, ports, reader, run, configure, dryRun: false, paused: false })
    const failed = countOf(reconciled, 'failed')
    const { places } = reconciled
    const text = places.flatMap(({ sentence, nextSteps, warnings }) => [sentence, ...nextSteps, ...warnings]).join('\n')
    const decision = `${countOf(reconciled, 'repaired')} repaired, ${failed} failed`
    const reason = places.map(({ drift, status }) => `${drift}: ${status}`).join()
    return { ...end, at: ports.clock.now(), exitCode: failed > 0 ? 1 : 0, decision, reason, text }
  } catch (error) {
    const said = { decision: 'refused', reason: 'github-not-read' }
    return { ...end, at: ports.clock.now(), exitCode: 1, ...said, text: messageOf(error) }
  }
}
