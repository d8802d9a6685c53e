/** Writes what is derived from the sources: inputs of actions and reusable workflows, table of the README, JSON Schema, docs/reference/. */
import { readFileSync, writeFileSync } from 'node:fs'
import { configJsonSchema } from '../src/config/config-schema.ts'
import { actionInputs, replaceBlock } from './action-inputs.ts'
import { referencePages } from './reference/pages.ts'
import { settingsTable } from './settings-table.ts'
import { workflowInputs, workflowSettings } from './workflow-settings.ts'

for (const [file, name, block] of [
  ['action.yml', 'settings', actionInputs()],
  ['drill/action.yml', 'settings', actionInputs()],
  ['reconcile/action.yml', 'settings', actionInputs()],
  ['rollback/action.yml', 'settings', actionInputs()],
  ['README.md', 'settings', settingsTable()],
  ...['guard', 'reconcile', 'rollback', 'drill'].flatMap(
    (name) =>
      [
        [`.github/workflows/${name}.yml`, 'settings', workflowInputs()],
        [`.github/workflows/${name}.yml`, 'with', workflowSettings()],
      ] as const,
  ),
] as const) {
  writeFileSync(file, replaceBlock(readFileSync(file, 'utf8'), name, block))
}
writeFileSync('schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
for (const [file, text] of Object.entries(referencePages((path) => readFileSync(path, 'utf8'))))
  writeFileSync(file, text)
