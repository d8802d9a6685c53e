import * as z from 'zod'
import { METRIC_NAME, METRIC_TABLE } from './metric-table.ts'
import { SETTING_NAMES, SETTING_TABLE, type SettingName } from './setting-table.ts'

/** Settings of the whole workflow: they are needed before the file can be read. */
const NOT_IN_FILE: readonly SettingName[] = ['tag-prefixes']

export const FILE_SETTINGS = SETTING_NAMES.filter((name) => !NOT_IN_FILE.includes(name))

/** Lists may be written as YAML lists, headers as a YAML map; figures and flags without quotes. */
const item = z.union([z.string(), z.number()])
const written = z.union([z.string(), z.number(), z.boolean(), z.array(item), z.record(z.string(), z.string())])

const described = ({ description, default: fallback }: { description: string; default: string | null }) =>
  written.optional().describe(fallback === null ? description : `${description} Default: ${fallback}.`)

const metric = z.strictObject(
  Object.fromEntries(Object.entries(METRIC_TABLE).map(([name, setting]) => [name, described(setting)])),
)

const settings = {
  ...Object.fromEntries(FILE_SETTINGS.map((name) => [name, described(SETTING_TABLE[name])])),
  metrics: z
    .record(z.string().regex(METRIC_NAME), metric)
    .optional()
    .describe(
      'Several metrics, by their names: the worst verdict counts. What a metric does not say itself, such as the ' +
        'source or the threshold, is taken from the settings around it. `metric: none` leaves one out.',
    ),
}

const path = z.string().min(1).describe('Where the files of the component are; `{type}` and `{name}` may stand in it.')

const after = z
  .array(z.string().min(1))
  .describe('Components, or globs of them, that are deployed before this one when several are put back at once.')

const ring = z
  .string()
  .min(1)
  .describe(
    'The environment that this one comes after. What has passed there goes on to here, and nothing comes here before.',
  )

const drill = z
  .boolean()
  .describe(
    'This environment is there for drills: only the action drill deploys there, and whatever is there may be removed.',
  )

const surface = z.array(z.string().min(1)).min(1)

/** Form of `.github/tagback.yml`. What a setting may say is checked by its parser, whose messages are better. */
export const CONFIG_SCHEMA = z.strictObject({
  defaults: z.strictObject(settings).optional().describe('Settings of every component in every environment.'),
  environments: z
    .record(z.string().min(1), z.strictObject({ ...settings, after: ring.optional(), drill: drill.optional() }))
    .optional()
    .describe(
      'Settings by environment, or by a glob of environments such as production-*. Of several, later ones win.',
    ),
  components: z
    .record(z.string().min(1), z.strictObject({ ...settings, path: path.optional(), after: after.optional() }))
    .optional()
    .describe('Settings by component, or by a glob such as prompts/*. They win over those of environments.'),
  surfaces: z
    .record(z.string().min(1), surface)
    .optional()
    .describe(
      'Components that only make sense together, such as a model, its prompt, its policy and its tools: the action ' +
        'rollback puts them back as one. Each is a component or a glob.',
    ),
})

/** JSON Schema for editors. */
export const configJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(CONFIG_SCHEMA, { io: 'input' }),
  title: 'Configuration of Tagback',
})
