import { SETTING_TABLE } from '../src/config/setting-table.ts'

/** The settings as a Markdown table. */
export const settingsTable = (): string =>
  [
    '| input | default | |',
    '| --- | --- | --- |',
    ...Object.entries(SETTING_TABLE).map(
      ([name, { default: fallback, description }]) =>
        `| \`${name}\` | ${fallback === null ? '' : `\`${fallback}\``} | ${description.replace(/\|/g, '\\|')} |`,
    ),
    '',
  ].join('\n')
