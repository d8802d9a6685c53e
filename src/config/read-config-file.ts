import picomatch from 'picomatch'
import type { z } from 'zod'
import { CONFIG_PATH, type ConfigFile, type ConfigSection } from './config-file.ts'
import { CONFIG_SCHEMA, FILE_SETTINGS } from './config-schema.ts'
import { editDistance } from './edit-distance.ts'
import { METRIC_SETTING_NAMES } from './metric-table.ts'
import { readSection } from './read-section.ts'
import { type PlacedYaml, readPlacedYaml } from './yaml-places.ts'

export type ReadConfig = { kind: 'config'; config: ConfigFile } | { kind: 'problems'; problems: string[] }

type Parsed = z.infer<typeof CONFIG_SCHEMA>

/** Bounds that no team reaches, and that keep a hostile file from costing more than a moment. */
const MOST_TEXT = 512 * 1024
const MOST_GLOBS = 5_000
const LONGEST_GLOB = 200

/** Reads the whole file and says everything that is wrong with it, each with its place. */
export function readConfigFile(text: string, file = CONFIG_PATH): ReadConfig {
  if (text.length > MOST_TEXT) return { kind: 'problems', problems: [`${file}: expected at most 512 KiB`] }
  const yaml = readPlacedYaml(text, file)
  if (yaml.problems.length > 0) return { kind: 'problems', problems: yaml.problems }
  const parsed = CONFIG_SCHEMA.safeParse(yaml.value ?? {})
  const problems = parsed.success ? [] : parsed.error.issues.flatMap((issue) => explain(issue, yaml))
  const rest = parsed.success ? parsed : CONFIG_SCHEMA.safeParse(without(yaml.value, parsed.error.issues))
  const config = rest.success ? toConfig(rest.data, yaml, problems) : null
  return problems.length > 0 || !config ? { kind: 'problems', problems } : { kind: 'config', config }
}

/** What is left to read when the form is wrong in places, so that wrong values elsewhere are said, too. */
function without(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const rest = structuredClone(value)
  const wrong = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  )
  for (const path of wrong) {
    const holder = path.slice(0, -1).reduce<unknown>((at, step) => Object(at)[step], rest)
    if (path.length > 0) Reflect.deleteProperty(Object(holder), path.at(-1) as PropertyKey)
  }
  return rest
}

function toConfig(data: Parsed, yaml: PlacedYaml, problems: string[]): ConfigFile {
  const section = (path: string[], glob: string, found: Record<string, unknown>): ConfigSection => {
    const problem = path.length > 1 ? problemOfGlob(glob) : null
    if (problem) problems.push(`${yaml.placeOf(path, 'key')} ${problem}`)
    return readSection(yaml, path, glob, found, problems)
  }
  const sections = (name: 'environments' | 'components'): ConfigSection[] =>
    Object.entries(data[name] ?? {}).map(([glob, found]) => section([name, glob], glob, found))
  const config = {
    defaults: section(['defaults'], 'defaults', data.defaults ?? {}),
    environments: sections('environments'),
    components: sections('components'),
    surfaces: Object.entries(data.surfaces ?? {}).map(([name, components]) => ({
      ...{ name, components },
      place: yaml.placeOf(['surfaces', name], 'key'),
    })),
  }
  for (const { surface, glob, place } of namedIn(config, yaml)) {
    const problem = problemOfGlob(glob)
    if (problem) problems.push(`${place} ${surface}: ${problem}`)
  }
  const globs = config.environments.length + config.components.length
  if (globs > MOST_GLOBS) problems.push(`${yaml.placeOf([])} expected at most ${MOST_GLOBS} sections, got ${globs}`)
  return config
}

/** The globs of components that stand in lists. */
const namedIn = ({ surfaces, components }: ConfigFile, yaml: PlacedYaml) => [
  ...surfaces.flatMap(({ name, components, place }) => components.map((glob) => ({ surface: name, glob, place }))),
  ...components.flatMap(({ glob: section, after }) =>
    (after ?? []).map((glob) => ({ surface: 'after', glob, place: yaml.placeOf(['components', section, 'after']) })),
  ),
]

function problemOfGlob(glob: string): string | null {
  if (glob.length > LONGEST_GLOB) return `expected a glob of at most ${LONGEST_GLOB} characters`
  if (/[()!]|\*\*.*\*\*.*\*\*/.test(glob))
    return `expected a glob of *, **, ?, [abc] and {a,b}, got ${JSON.stringify(glob)}`
  try {
    picomatch.makeRe(glob)
    return null
  } catch (error) {
    return `expected a glob, got ${JSON.stringify(glob)}: ${(error as Error).message}`
  }
}

function explain(issue: z.core.$ZodIssue, yaml: PlacedYaml): string[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${yaml.placeOf([...path, key], 'key')} ${key}: ${unknownKey(key, path)}`)
  }
  const where = path.length > 0 ? `${String(path.at(-1))}: ` : ''
  if (issue.code === 'invalid_key')
    return [`${yaml.placeOf(path, 'key')} ${where}expected a name of letters, digits, - and _, at most 40`]
  if (path[0] === 'environments' && path[2] === 'after')
    return [`${yaml.placeOf(path)} ${where}expected the name of one environment, such as production-us-west`]
  if ((path[0] === 'surfaces' && path.length > 1) || path[2] === 'after')
    return [`${yaml.placeOf(path)} ${where}expected a list of components such as [prompts/extraction]`]
  const depth = path[0] === 'defaults' ? path.length : path.length - 1
  const map = depth < 2 || (path.at(depth === 2 ? -1 : -2) === 'metrics' && depth < 4)
  return [`${yaml.placeOf(path)} ${where}expected ${map ? 'a map' : 'text, a number, a list or a map of text'}`]
}

/** Settings that not every section can have. */
const PLACES: Readonly<Record<string, string>> = {
  after: 'a name or glob in environments or components',
  path: 'a name or glob in components',
  drill: 'a name or glob in environments',
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const settings = path.includes('metrics')
    ? METRIC_SETTING_NAMES
    : [...FILE_SETTINGS, 'metrics', ...Object.keys(PLACES)]
  const known: readonly string[] = path.length === 0 ? ['defaults', 'environments', 'components', 'surfaces'] : settings
  const [closest] = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name) }))
    .toSorted((a, b) => a.distance - b.distance)
  const place = PLACES[key]
  if (place && path.length > 0) return `stands under ${place} only`
  if (key === 'tag-prefixes') return 'is an input of the workflow: it is needed before this file can be read'
  const hint = closest && closest.distance <= 3 ? `, did you mean ${closest.name}?` : ''
  return `there is no such setting${hint}`
}
