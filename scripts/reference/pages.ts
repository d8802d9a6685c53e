import { configJsonSchema } from '../../src/config/config-schema.ts'
import { configurationPage } from './configuration-page.ts'
import { outputsPage } from './outputs-page.ts'
import { reasonsPage } from './reasons-page.ts'
import { settingsPage } from './settings-page.ts'

/** Path → text of every page of docs/reference/, from the sources as they are. */
export const referencePages = (read: (path: string) => string): Record<string, string> => ({
  'docs/reference/settings.md': settingsPage(read('action.yml')),
  'docs/reference/outputs.md': outputsPage(
    read('action.yml'),
    read('check/action.yml'),
    read('reconcile/action.yml'),
    read('history/action.yml'),
    read('rollback/action.yml'),
    read('drill/action.yml'),
  ),
  'docs/reference/configuration.md': configurationPage(configJsonSchema()),
  'docs/reference/reasons.md': reasonsPage(),
})
