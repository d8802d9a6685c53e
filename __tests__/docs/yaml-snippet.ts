import { parse } from 'yaml'
import { SETTING_NAMES, type WrittenSettings } from '../../src/config/setting-table.ts'

export type Step = {
  uses?: string
  run?: string
  with?: Record<string, string>
  env?: Record<string, string>
  secrets?: Record<string, string>
}

export type YamlSnippet =
  | { kind: 'workflow'; content: string; steps: Step[] }
  /** A file `.github/tagback.yml`. */
  | { kind: 'configuration'; text: string }
  /** Settings as they stand in a section of the file or below `with:`. */
  | { kind: 'settings'; settings: WrittenSettings }
  | { kind: 'unknown' }

/** Tells from its keys what a snippet is. Steps without a workflow are put into one. */
export function classifyYaml(text: string): YamlSnippet {
  const value: unknown = parse(text)
  if (Array.isArray(value)) {
    const steps = text.replaceAll(/^(?=.)/gm, '      ')
    const content = `on: push\njobs:\n  snippet:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`
    return { kind: 'workflow', content, steps: value as Step[] }
  }
  if (typeof value !== 'object' || value === null) return { kind: 'unknown' }
  const keys = Object.keys(value)
  if (keys.includes('jobs') && keys.includes('on')) {
    const { jobs } = value as { jobs: Record<string, { steps: Step[] } | Step> }
    // A job that calls a workflow is checked like a step that calls an action.
    const steps = Object.values(jobs).flatMap((job) => ('steps' in job ? job.steps : [job]))
    return { kind: 'workflow', content: text, steps }
  }
  if (keys.every((key) => ['defaults', 'environments', 'components', 'surfaces'].includes(key)))
    return { kind: 'configuration', text }
  if (keys.every((key) => (SETTING_NAMES as string[]).includes(key)))
    return {
      kind: 'settings',
      settings: Object.fromEntries(Object.entries(value).map(([name, said]) => [name, String(said)])),
    }
  return { kind: 'unknown' }
}
