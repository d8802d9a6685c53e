import { stringify } from 'yaml'
import { SETTING_TABLE } from '../src/config/setting-table.ts'

/** Those whose values are true and false. */
const FLAGS: readonly string[] = ['allow-untested-target']

/** Needs `actions: write`, which a called workflow would have to ask of every caller. */
const LEFT_OUT: readonly string[] = ['deploy-workflow']

const SETTINGS = Object.entries(SETTING_TABLE).filter(([name]) => !LEFT_OUT.includes(name))

/** The settings as inputs of a reusable workflow. Left out is the empty text, as for the inputs of an action. */
export const workflowInputs = (): string =>
  indented(
    6,
    Object.fromEntries(
      SETTINGS.map(([name, { description, default: fallback }]) => [
        name,
        FLAGS.includes(name)
          ? { description, type: 'boolean', default: false }
          : {
              description: fallback === null ? description : `${description} Default: ${fallback}.`,
              type: 'string',
              default: '',
            },
      ]),
    ),
  )

/** The step's `with:` that hands them on. A flag that is off is not handed on: the configuration may say otherwise. */
export const workflowSettings = (): string =>
  indented(
    10,
    Object.fromEntries(
      SETTINGS.map(([name]) => [
        name,
        FLAGS.includes(name) ? `\${{ inputs.${name} && 'true' || '' }}` : `\${{ inputs.${name} }}`,
      ]),
    ),
  )

const indented = (columns: number, value: unknown): string =>
  stringify(value, { lineWidth: 0 }).replace(/^(?=.)/gm, ' '.repeat(columns))
