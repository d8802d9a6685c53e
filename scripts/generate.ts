/** Writes what is derived from the table of settings: the inputs of action.yml and the table in the README. */
import { readFileSync, writeFileSync } from 'node:fs'
import { actionInputs, replaceSettings } from './action-inputs.ts'
import { settingsTable } from './settings-table.ts'

for (const [file, block] of [
  ['action.yml', actionInputs()],
  ['README.md', settingsTable()],
] as const) {
  writeFileSync(file, replaceSettings(readFileSync(file, 'utf8'), block))
}
