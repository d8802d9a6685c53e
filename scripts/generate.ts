/** Writes what is derived from the sources: inputs of action.yml, table of the README, JSON Schema, docs/reference/. */
import { readFileSync, writeFileSync } from 'node:fs'
import { configJsonSchema } from '../src/config/config-schema.ts'
import { actionInputs, replaceSettings } from './action-inputs.ts'
import { referencePages } from './reference/pages.ts'
import { settingsTable } from './settings-table.ts'

for (const [file, block] of [
  ['action.yml', actionInputs()],
  ['README.md', settingsTable()],
] as const) {
  writeFileSync(file, replaceSettings(readFileSync(file, 'utf8'), block))
}
writeFileSync('schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
for (const [file, text] of Object.entries(referencePages((path) => readFileSync(path, 'utf8'))))
  writeFileSync(file, text)
