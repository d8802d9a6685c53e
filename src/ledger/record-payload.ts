import type { Release } from '../tags/release.ts'
import { decodeDrillFigures } from './drill-figures.ts'
import type { RecordPayload } from './record.ts'

/** Name of our Deployments' task: what other tools deploy in the same environment is not ours to fold. */
export const RECORD_TASK = 'tagback'

const SCHEMA = 1

const KINDS: readonly RecordPayload['kind'][] = ['guard', 'rollback', 'restore', 'adoption', 'drill']

/** The payload of a Deployment: an object, a few hundred bytes. */
export const encodePayload = (payload: RecordPayload): Record<string, unknown> => ({ tagback: SCHEMA, ...payload })

/**
 * Reads a payload from GraphQL, where it is JSON text (and JSON text within JSON text when it was posted as a string).
 * Whoever has `deployments: write` can write anything here: everything is checked, and what is not ours is `null`.
 */
export function decodePayload(text: string | null): RecordPayload | null {
  const value = parse(parse(text))
  if (!isObject(value) || value.tagback !== SCHEMA) return null
  const { component, environment, actor, run } = value
  const kind = KINDS.find((candidate) => candidate === value.kind)
  const [to, from, target] = [decodeRelease(value.to), decodeRelease(value.from), decodeRelease(value.target)]
  if (kind === undefined) return null
  if (!isText(component) || !isText(environment) || !isText(actor)) return null
  if (to === null || !isObject(run)) return null
  const { id, attempt, url } = run
  if (typeof id !== 'number' || typeof attempt !== 'number' || !isText(url) || !/^https?:\/\//.test(url)) return null
  const figures = kind === 'drill' ? decodeDrillFigures(value.drill) : null
  if (kind === 'drill' && figures === null) return null
  const payload: RecordPayload = { kind, component, environment, to, from, target, actor, run: { id, attempt, url } }
  if (isText(value.why) && value.why !== '') payload.why = value.why
  if (figures && isText(value.practised)) payload.practised = value.practised
  if (figures) payload.drill = figures
  return payload
}

function decodeRelease(value: unknown): Release | null {
  if (!isObject(value)) return null
  const { component, version, versioned, object, commit } = value
  if (!isText(component) || !isText(version) || typeof versioned !== 'boolean') return null
  return isObjectId(object) && isObjectId(commit) ? { component, version, versioned, object, commit } : null
}

const parse = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One line of what ends up in sentences. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST_TEXT && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value)

const LONGEST_TEXT = 1_000

const isObjectId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{40}$/.test(value)
