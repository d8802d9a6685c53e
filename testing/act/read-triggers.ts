import { parse } from 'yaml'
import type { Permissions } from '../github/tokens.ts'
import { fitsFilter } from '../runner/fits-filter.ts'

type Filters = { tags?: string[]; branches?: string[] } | null

type WorkflowFile = {
  /** One event, several, or several with their filters. */
  on: string | string[] | Record<string, unknown>
  permissions?: Permissions
}

/** What GitHub decides before a runner sees a workflow. */
export type Triggers = {
  startsFor(event: { name: string; payload: unknown }): boolean
  /** What GITHUB_TOKEN may; nothing but reading the repository unless the workflow says so. */
  permissions: Permissions
}

export const readTriggers = (text: string): Triggers => {
  const file = parse(text) as WorkflowFile
  const events = typeof file.on === 'string' ? { [file.on]: null } : Array.isArray(file.on) ? named(file.on) : file.on
  return {
    startsFor: ({ name, payload }) => {
      if (!(name in events)) return false
      return name !== 'push' || pushFits(events.push as Filters, (payload as { ref: string }).ref)
    },
    permissions: file.permissions ?? { contents: 'read' },
  }
}

const named = (events: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(events.map((event) => [event, null]))

/** A workflow that filters one of branches and tags is not started for the other. */
const pushFits = (filters: Filters, ref: string): boolean => {
  const [, kind, ...rest] = ref.split('/')
  const { tags, branches } = filters ?? {}
  const patterns = kind === 'tags' ? tags : branches
  if (patterns === undefined) return tags === undefined && branches === undefined
  return patterns.some((pattern) => fitsFilter(pattern, rest.join('/')))
}
