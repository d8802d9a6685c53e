import { isFailure, refusal } from '../../src/flows/outcome.ts'
import type { Decision } from '../../src/ledger/decision.ts'
import { REASONS } from '../../src/ledger/reasons.ts'
import { RESTORE_EXIT_CODES, RESTORE_REASONS } from '../../src/ledger/restore-reasons.ts'
import { generatedNote } from './generated-note.ts'
import { table } from './table.ts'

export const reasonsPage = (): string =>
  `${[
    generatedNote('src/ledger/reasons.ts and src/ledger/restore-reasons.ts'),
    '# Decisions and reasons',
    'Outputs `decision` and `reason` of a run, and the first words of the status that closes its record: `kept (healthy): …`. Codes stay as they are within a major version. Verdicts have reasons of their own: [judgement.md](../judgement.md#the-four-verdicts).',
    ...(Object.keys(REASONS) as Decision[]).flatMap(section),
    '# Of the action rollback',
    'Outputs of [rollback/](../../rollback/README.md). Its records are closed in the words above.',
    ...Object.entries(RESTORE_REASONS).flatMap(([decision, reasons]) => [
      `## rollback: ${decision}`,
      exit(RESTORE_EXIT_CODES[decision as keyof typeof RESTORE_REASONS]),
      rowsOf(reasons),
    ]),
  ].join('\n\n')}\n`

/** A decision that nothing makes yet has no reasons, and no section. */
const section = (decision: Decision): string[] => {
  if (Object.keys(REASONS[decision]).length === 0) return []
  const fails = isFailure({ ...refusal('bad-input', ''), decision } as ReturnType<typeof refusal>)
  return [`## ${decision}`, `The step ${fails ? '**fails**' : 'succeeds'}.`, rowsOf(REASONS[decision])]
}

const rowsOf = (reasons: Readonly<Record<string, string>>): string =>
  table(
    ['reason', 'meaning'],
    Object.entries(reasons).map(([reason, sentence]) => [`\`${reason}\``, sentence]),
  )

const exit = (code: number): string =>
  code === 0 ? 'The step succeeds.' : `The step **fails**, with exit code ${code}.`
