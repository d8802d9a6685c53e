import type { MetricSource } from '../flows/ports.ts'
import { command } from './command.ts'
import { datadog } from './datadog.ts'
import { httpJson } from './http-json.ts'
import { prometheus } from './prometheus.ts'
import { prometheusText } from './prometheus-text.ts'
import type { SourceSettings } from './source-settings.ts'

/** A new source is one file and one line here. */
const SOURCES: Readonly<Record<string, (settings: SourceSettings) => MetricSource>> = {
  prometheus,
  'prometheus-text': prometheusText,
  'http-json': httpJson,
  datadog,
  command,
}

/** @throws when there is no source of this name, or one of its settings is wrong; sends nothing */
export const createSource = (name: string, settings: SourceSettings): MetricSource => {
  const create = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined
  if (create === undefined)
    throw new Error(`metric: expected one of ${Object.keys(SOURCES).join(', ')}, got ${JSON.stringify(name)}`)
  return create(settings)
}
