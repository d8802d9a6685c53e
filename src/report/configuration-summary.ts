import type { CheckedConfiguration, CheckedPair } from '../flows/check-configuration.ts'
import type { PairReadiness } from '../flows/readiness-now.ts'
import { escapeMarkdown } from './escape-markdown.ts'
import { jobTime } from './job-time.ts'
import { markdownTable } from './markdown-table.ts'
import { readinessTable } from './readiness-table.ts'

/** What a reader compares first; the rest is folded away for each component. */
const COLUMNS = ['metric', 'threshold', 'duration', 'on-regressed', 'require-armed'] as const

/** A summary holds 1 MiB: of more pairs only the table of the first ones is shown. */
const MOST_PAIRS = 200

/** The summary of a configuration check: problems, then what counts for each component and environment. */
export function configurationSummary(
  file: string,
  checked: CheckedConfiguration & { readiness: readonly PairReadiness[] },
  complete: boolean,
): string {
  const { problems, warnings, pairs, readiness } = checked
  const shown = pairs.slice(0, MOST_PAIRS)
  const sections = [
    `## ${escapeMarkdown(file)}`,
    problems.length > 0
      ? `> [!CAUTION]\n> ${problems.length === 1 ? 'One problem' : `${problems.length} problems`}.\n\n${problems.map((text) => `- ${escapeMarkdown(text)}`).join('\n')}`
      : `> [!TIP]\n> The configuration is well-formed. ${whatWasChecked(pairs.length)}`,
    complete && warnings.length > 0
      ? `> [!WARNING]\n> Sections that nothing belongs to yet. Is each name right?\n\n${warnings.map((text) => `- ${escapeMarkdown(text)}`).join('\n')}`
      : '',
    shown.length > 0 ? `### What counts where\n\n${overview(shown)}` : '',
    shown.length > 0 ? escapeMarkdown(jobTime(pairs)?.sentence ?? '') : '',
    shown.length < pairs.length || !complete ? `Shown are ${shown.length}; there are more.` : '',
    ...readiness.slice(0, MOST_PAIRS).map(readinessOf),
    ...shown.map(details),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** `count` of components in environments: an environment tag stands for each. */
export const whatWasChecked = (count: number): string => {
  if (count === 0)
    return 'No component has an environment tag yet, so only the form was checked: what counts for each is known once there is a tag.'
  return `It was checked for ${count === 1 ? 'the one environment tag' : `all ${count} environment tags`} of this repository.`
}

const overview = (pairs: readonly CheckedPair[]): string =>
  markdownTable(
    [
      { title: 'Component' },
      { title: 'Environment' },
      ...COLUMNS.map((title) => ({ title })),
      { title: 'Left to inputs' },
    ],
    pairs.map((pair) => [
      escapeMarkdown(pair.component),
      escapeMarkdown(pair.environment),
      ...COLUMNS.map((name) => escapeMarkdown(pair.settings.find((setting) => setting.name === name)?.text ?? '')),
      pair.leftToInputs.join(', '),
    ]),
  )

const readinessOf = ({ component, environment, findings }: PairReadiness): string =>
  `### ${escapeMarkdown(component)} in ${escapeMarkdown(environment)}: what is required\n\n${readinessTable(findings)}`

const details = ({ component, environment, settings }: CheckedPair): string => {
  const said = settings.filter(({ from }) => from !== 'built in')
  const rows = said.map(({ name, text, from }) => [name, escapeMarkdown(text), escapeMarkdown(from)])
  const title = `${escapeMarkdown(component)} in ${escapeMarkdown(environment)}`
  return `<details><summary>${title}</summary>\n\n${markdownTable([{ title: 'Setting' }, { title: 'Value' }, { title: 'From' }], rows)}\n\n</details>`
}
