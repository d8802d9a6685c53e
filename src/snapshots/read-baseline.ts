import { isMap, readText, readTime, type Section } from './read-fields.ts'
import type { Snapshot } from './snapshot.ts'

/** What stands in the block and is no component. */
const OTHERS = ['last_verified', 'environment']

/**
 * Reads the known-good block of the reliability guide: `baseline: {model, prompt, policy, last_verified}`. Every other
 * key is a component with its version.
 */
export function readBaseline({ value, complain }: Section): Snapshot {
  const block = value.baseline
  const section: Section = { value: isMap(block) ? block : {}, path: ['baseline'], complain }
  if (!isMap(block)) complain(['baseline'], 'baseline: expected a map such as prompt: v2.3.1')
  const lastVerified = readTime(section, 'last_verified')
  const names = Object.keys(section.value).filter((name) => !OTHERS.includes(name))
  return {
    format: 'baseline',
    environment: readText(section, 'environment'),
    takenAt: lastVerified,
    repository: null,
    components: names.flatMap((component) => {
      const version = readText(section, component)
      return version === null ? [] : [{ component, version, commit: null, object: null, lastVerified }]
    }),
  }
}
