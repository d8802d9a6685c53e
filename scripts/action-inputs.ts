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

/** Replaces what stands between `BEGIN name` and `END name` (in the comments of the file's language). */
export function replaceBlock(text: string, name: string, block: string): string {
  const parts = new RegExp(`^([\\s\\S]*BEGIN ${name}[^\\n]*\\n)[\\s\\S]*?([^\\n]*END ${name}[\\s\\S]*)$`).exec(text)
  if (!parts) throw new Error(`expected a line with BEGIN ${name} and one with END ${name}`)
  return `${parts[1]}${block}${parts[2]}`
}

export const replaceSettings = (text: string, block: string): string => replaceBlock(text, 'settings', block)
