import { parse } from 'yaml'
import { messageOf } from '../message-of.ts'

/** What every workflow that deploys is told. */
const DEPLOY_INPUTS = ['component', 'version', 'commit', 'environment', 'reason'] as const

/** Set only where the workflow takes it, to find the run by its name. */
export const MARK_INPUT = 'tagback'

type Dispatchable =
  | { kind: 'dispatchable'; takesMark: boolean }
  /** `problem` continues "the workflow …". */
  | { kind: 'unfit'; problem: string }

/** Whether a workflow can be dispatched with what a deploy has to say. */
export function dispatchInputs(text: string): Dispatchable {
  let workflow: unknown
  try {
    workflow = parse(text)
  } catch (error) {
    return { kind: 'unfit', problem: `is no YAML: ${messageOf(error).split('\n')[0]}` }
  }
  const events = property(workflow, 'on')
  const bare = events === 'workflow_dispatch' || (Array.isArray(events) && events.includes('workflow_dispatch'))
  const event = property(events, 'workflow_dispatch')
  if (!bare && event === undefined) return { kind: 'unfit', problem: 'is not started by on: workflow_dispatch' }
  const inputs = property(event, 'inputs')
  const names = typeof inputs === 'object' && inputs !== null ? Object.keys(inputs) : []
  const missing = DEPLOY_INPUTS.filter((name) => !names.includes(name))
  if (missing.length > 0) return { kind: 'unfit', problem: `has no input ${missing.join(', ')}` }
  const others = names.filter(
    (name) => ![...DEPLOY_INPUTS, MARK_INPUT].some((known) => known === name) && isNeeded(property(inputs, name)),
  )
  if (others.length > 0) return { kind: 'unfit', problem: `needs ${others.join(', ')}, which no deploy gives it` }
  return { kind: 'dispatchable', takesMark: names.includes(MARK_INPUT) }
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

/** GitHub refuses a dispatch without a required input that has no default. */
const isNeeded = (input: unknown): boolean =>
  property(input, 'required') === true && property(input, 'default') === undefined
