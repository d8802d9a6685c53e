import { stringify } from 'yaml'
import { SETTING_TABLE } from '../src/config/setting-table.ts'

/**
 * The settings as inputs of an action.yml. Without `default`: an input that is left out has to be told from one that
 * is written, so the default is part of the description.
 */
export const actionInputs = (): string =>
  stringify(
    Object.fromEntries(
      Object.entries(SETTING_TABLE).map(([name, { description, default: fallback }]) => [
        name,
        { description: fallback === null ? description : `${description} Default: ${fallback}.` },
      ]),
    ),
    { lineWidth: 0 },
  ).replace(/^(?=.)/gm, '  ')

/** Replaces what stands between `BEGIN settings` and `END settings` (in the comments of the file's language). */
export function replaceSettings(text: string, block: string): string {
  const parts = /^([\s\S]*BEGIN settings[^\n]*\n)[\s\S]*?([^\n]*END settings[\s\S]*)$/.exec(text)
  if (!parts) throw new Error('expected a line with BEGIN settings and one with END settings')
  return `${parts[1]}${block}${parts[2]}`
}
