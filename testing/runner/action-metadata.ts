import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'

export type ActionMetadata = {
  /** Absolute paths. */
  main: string
  post: string | null
  /** Name → default; `undefined` for an input without one. */
  inputs: ReadonlyMap<string, string | undefined>
}

type ActionFile = {
  inputs?: Record<string, { default?: unknown } | null>
  runs?: { main?: string; post?: string }
}

/** Reads an action.yml the way the runner does. Throws when it is not that of a JavaScript action. */
export const readActionMetadata = (path: string): ActionMetadata => {
  const file = parse(readFileSync(path, 'utf8')) as ActionFile
  if (file.runs?.main === undefined) throw new Error(`${path} names no "runs.main".`)
  const folder = dirname(resolve(path))
  return {
    main: join(folder, file.runs.main),
    post: file.runs.post === undefined ? null : join(folder, file.runs.post),
    inputs: new Map(
      Object.entries(file.inputs ?? {}).map(([name, input]) => [
        name,
        input?.default === undefined ? undefined : String(input.default),
      ]),
    ),
  }
}
