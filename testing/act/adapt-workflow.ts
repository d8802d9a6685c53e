import { isMap, isScalar, parseDocument, type Scalar, visit, type YAMLMap } from 'yaml'

/** Keys that act 0.2.87 rejects, each with the mapping that it stands in. */
const UNKNOWN: Readonly<Record<string, string>> = { queue: 'concurrency', deployment: 'environment' }

/**
 * Makes a workflow one that act 0.2.87 reads. Taken away are `concurrency.queue`, `environment.deployment` and the
 * `timezone` of a schedule; `uses: $/path`, the repository of the workflow itself, gets the name that it is published
 * under. Everything else stays as it is.
 *
 * @param self what `$` stands for, and at which ref: `tagback/tagback`, `v1`
 */
export const adaptWorkflow = (text: string, self: { repository: string; ref: string }): string => {
  const document = parseDocument(text)
  const [problem] = document.errors
  if (problem) throw new Error(`Workflow: ${problem.message}`)
  visit(document, {
    Pair: (_, { key, value }) => {
      const name = keyOf(key)
      for (const [unknown, parent] of Object.entries(UNKNOWN)) {
        if (name === parent && isMap(value)) value.delete(unknown)
      }
      if (name === 'schedule') visit(value as YAMLMap, { Map: (__, entry) => void entry.delete('timezone') })
      if (name === 'uses' && isScalar(value)) rename(value, self)
    },
  })
  return document.toString({ lineWidth: 0 })
}

const keyOf = (key: unknown): unknown => (isScalar(key) ? key.value : key)

const rename = (uses: Scalar, { repository, ref }: { repository: string; ref: string }): void => {
  if (typeof uses.value === 'string' && /^\$(\/|$)/.test(uses.value)) {
    uses.value = `${repository}${uses.value.slice(1).replace(/\/$/, '')}@${ref}`
  }
}
