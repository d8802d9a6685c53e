import { readFileSync } from 'node:fs'
import { messageOf } from '../message-of.ts'
import type { TagPush } from '../tags/classify-push.ts'

const OBJECT_ID = /^[0-9a-f]{40}$/

/**
 * Reads the event that started the workflow.
 *
 * @throws when it is not the push event that GitHub documents; says which field is wrong
 */
export function readPushEvent(name: string, path: string): TagPush {
  if (name !== 'push') {
    throw new Error(`Event: expected push, got ${name || 'none'}. Run this action in a workflow with on: push: tags`)
  }
  const payload = parse(path)
  const sender = payload.sender
  const actor =
    typeof sender === 'object' && sender !== null && 'login' in sender && typeof sender.login === 'string'
      ? sender.login.replace(/\[bot\]$/, '')
      : 'unknown'
  return {
    ref: field(payload, 'ref', (value) => value.startsWith('refs/')),
    before: field(payload, 'before', (value) => OBJECT_ID.test(value)),
    after: field(payload, 'after', (value) => OBJECT_ID.test(value)),
    actor,
  }
}

function parse(path: string): Record<string, unknown> {
  let payload: unknown
  try {
    payload = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = messageOf(error)
    throw new Error(`Event: expected a JSON file at GITHUB_EVENT_PATH, got: ${why}`)
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new Error('Event: expected a JSON object at GITHUB_EVENT_PATH')
  }
  return payload as Record<string, unknown>
}

function field(payload: Record<string, unknown>, name: string, valid: (value: string) => boolean): string {
  const value = payload[name]
  if (typeof value === 'string' && valid(value)) return value
  const expected = name === 'ref' ? 'a full ref such as refs/tags/…' : 'an object id of 40 hexadecimal digits'
  throw new Error(`Event: expected ${name} to be ${expected}, got ${JSON.stringify(value)?.slice(0, 100)}`)
}
