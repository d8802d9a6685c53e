import { isFailure, refusal } from '../../src/flows/outcome.ts'
import type { Decision } from '../../src/ledger/decision.ts'
import { REASONS } from '../../src/ledger/reasons.ts'
import { generatedNote } from './generated-note.ts'
import { table } from './table.ts'

export const reasonsPage = (): string =>
  `${[
    generatedNote('src/ledger/reasons.ts'),
    '# Decisions and reasons',
    'Outputs `decision` and `reason` of a run, and the first words of the status that closes its record: `kept (healthy): …`. Codes stay as they are within a major version. Verdicts have reasons of their own: [judgement.md](../judgement.md#the-four-verdicts).',
    ...(Object.keys(REASONS) as Decision[]).flatMap(section),
  ].join('\n\n')}\n`

/** A decision that nothing makes yet has no reasons, and no section. */
const section = (decision: Decision): string[] => {
  const rows = Object.entries(REASONS[decision]).map(([reason, sentence]) => [`\`${reason}\``, sentence])
  if (rows.length === 0) return []
  const fails = isFailure({ ...refusal('bad-input', ''), decision } as ReturnType<typeof refusal>)
  return [`## ${decision}`, `The step ${fails ? '**fails**' : 'succeeds'}.`, table(['reason', 'meaning'], rows)]
}
