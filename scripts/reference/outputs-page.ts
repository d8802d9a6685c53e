import { parse } from 'yaml'
import { generatedNote } from './generated-note.ts'
import { RESULT_FIELDS } from './result-fields.ts'
import { table } from './table.ts'

/** Text of the action.yml files. */
export const outputsPage = (
  guard: string,
  check: string,
  reconcile: string,
  history: string,
  rollback: string,
  drill: string,
): string =>
  `${[
    generatedNote(
      'action.yml, check/action.yml, reconcile/action.yml, history/action.yml, rollback/action.yml, drill/action.yml and scripts/reference/result-fields.ts',
    ),
    '# Outputs',
    '## Of the guard',
    'Outputs are written whichever way a run ends. What is not known is empty. All decisions and reasons: [reasons.md](reasons.md).',
    outputsOf(guard),
    '### `result`',
    table(
      ['field', ''],
      Object.entries(RESULT_FIELDS).map(([name, text]) => [`\`${name}\``, text]),
    ),
    '## Of the check',
    'Of the action in [check/](../../check/README.md).',
    outputsOf(check),
    '## Of reconcile',
    'Of the action in [reconcile/](../../reconcile/README.md).',
    outputsOf(reconcile),
    '## Of the history',
    'Of the action in [history/](../../history/README.md).',
    outputsOf(history),
    '## Of rollback',
    'Of the action in [rollback/](../../rollback/README.md).',
    outputsOf(rollback),
    '## Of the drill',
    'Of the action in [drill/](../../drill/README.md).',
    outputsOf(drill),
  ].join('\n\n')}\n`

const outputsOf = (actionText: string): string => {
  const { outputs } = parse(actionText) as { outputs: Record<string, { description: string }> }
  return table(
    ['output', ''],
    Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]),
  )
}
