import { messageOf } from '../message-of.ts'
import type { ConfigMetric, ConfigSection, RingPlace } from './config-file.ts'
import { variableIn } from './env-reference.ts'
import { METRIC_TABLE } from './metric-table.ts'
import type { Setting } from './setting.ts'
import { parseEnvironment } from './setting-parsers.ts'
import { SETTING_TABLE } from './setting-table.ts'
import type { PlacedYaml } from './yaml-places.ts'

/** Each is asked at every poll. */
const MOST_METRICS = 20

/** Takes the settings of one section out of the file, with their places. What is wrong goes to `problems`. */
export function readSection(
  yaml: PlacedYaml,
  path: readonly string[],
  glob: string,
  { path: files, after, drill, metrics = {}, ...found }: Record<string, unknown>,
  problems: string[],
): ConfigSection {
  const named = Object.entries(metrics as Record<string, Record<string, unknown>>)
  if (named.length > MOST_METRICS)
    problems.push(`${yaml.placeOf([...path, 'metrics'])} expected at most ${MOST_METRICS} metrics, got ${named.length}`)
  return {
    glob,
    place: yaml.placeOf(path, 'key'),
    ...readSettings(yaml, path, SETTING_TABLE, found, problems),
    metrics: Object.fromEntries(
      named.map(([name, said]): [string, ConfigMetric] => [
        name,
        readSettings(yaml, [...path, 'metrics', name], METRIC_TABLE, said, problems),
      ]),
    ),
    path: files === undefined ? null : String(files),
    after: Array.isArray(after) ? after.map(String) : null,
    ring: typeof after === 'string' ? readRing(after, yaml.placeOf([...path, 'after']), problems) : null,
    drill: typeof drill === 'boolean' ? drill : null,
  }
}

function readRing(text: string, place: string, problems: string[]): RingPlace | null {
  try {
    return { after: parseEnvironment(text), place }
  } catch (error) {
    problems.push(`${place} after: ${messageOf(error)}`)
    return null
  }
}

function readSettings<Name extends string>(
  yaml: PlacedYaml,
  path: readonly string[],
  table: Readonly<Record<Name, Setting<unknown>>>,
  found: Readonly<Record<string, unknown>>,
  problems: string[],
) {
  const settings: Partial<Record<Name, string>> = {}
  const places: Partial<Record<Name, string>> = {}
  for (const [key, value] of Object.entries(found)) {
    if (value === undefined) continue
    const [name, text, place] = [key as Name, toText(value), yaml.placeOf([...path, key])]
    settings[name] = text
    places[name] = place
    try {
      if (SECRET.has(name)) requireVariable(text)
      table[name].parse(text)
    } catch (error) {
      problems.push(`${place} ${name}: ${(error as Error).message}`)
    }
  }
  return { settings, places }
}

/** Settings that are secrets: the file names the variable that holds one. */
const SECRET: ReadonlySet<string> = new Set(['notify-webhook'])

function requireVariable(text: string): void {
  if (!variableIn(text)) throw new Error('expected {env:NAME}: the file can be read by everybody, this is a secret')
}

const toText = (value: unknown): string => {
  if (Array.isArray(value)) return value.join('\n')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n')
  }
  return String(value)
}
