import { parse } from 'yaml'
import { SETTING_TABLE } from '../../src/config/setting-table.ts'
import { acceptedForm } from './accepted-form.ts'
import { generatedNote } from './generated-note.ts'
import { SETTING_GROUPS } from './setting-groups.ts'
import { table } from './table.ts'

const NOT_SETTINGS = ['token', 'paused']

/** @param actionText action.yml of the guard */
export function settingsPage(actionText: string): string {
  const { inputs } = parse(actionText) as { inputs: Record<string, { description: string; default?: string }> }
  const groups = SETTING_GROUPS.map(({ title, page, names }) => {
    const rows = names.map((name) => {
      const { default: fallback, description } = SETTING_TABLE[name]
      return [`\`${name}\``, fallback === null ? '' : `\`${fallback}\``, acceptedForm(name), description]
    })
    return `## ${title}\n\nExplained in [${page.slice(3)}](${page}).\n\n${table(['setting', 'default', 'takes', ''], rows)}`
  })
  const others = NOT_SETTINGS.map((name) => [
    `\`${name}\``,
    inputs[name]?.default ? `\`${inputs[name].default}\`` : '',
    inputs[name]?.description ?? '',
  ])
  return `${[
    generatedNote('src/config/setting-table.ts and action.yml'),
    '# Settings',
    'Each has one name, in the inputs of the workflow and in [the configuration file](../configuration.md) alike.',
    ...groups,
    '## Inputs that are not settings',
    'They belong to the workflow, and cannot stand in the configuration file; `tag-prefixes` cannot either.',
    table(['input', 'default', ''], others),
  ].join('\n\n')}\n`
}
