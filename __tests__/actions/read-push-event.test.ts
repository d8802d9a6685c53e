import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from '@jest/globals'
import { readPushEvent } from '../../src/actions/read-push-event.ts'

const folder = mkdtempSync(join(tmpdir(), 'tagback-event-'))
afterAll(() => rmSync(folder, { recursive: true }))
const read = (payload: unknown, name = 'push') => {
  const path = join(folder, 'event.json')
  writeFileSync(path, JSON.stringify(payload) ?? '')
  return readPushEvent(name, path)
}
const [before, after] = ['a'.repeat(40), 'b'.repeat(40)]
const good = { ref: 'refs/tags/c/t/n/production', before, after, sender: { login: 'ada' } }

it('reads what moved and who moved it, an App by its plain name', () => {
  expect(read(good)).toStrictEqual({ ref: good.ref, before, after, actor: 'ada' })
  expect(read({ ...good, sender: { login: 'tagback[bot]' } }).actor).toBe('tagback')
})

it.each([undefined, null, 'ada', {}, { login: 7 }])('knows nobody from the sender %j', (sender) => {
  expect(read({ ...good, sender }).actor).toBe('unknown')
})

it.each<[string, unknown]>([
  ['before', 'A'.repeat(40)],
  ['before', `${'a'.repeat(40)}\n`],
  ['after', ['b'.repeat(40)]],
  ['after', 'b'.repeat(64)],
  ['ref', 'production'],
  ['ref', ''],
  ['ref', { toString: 'refs/' }],
])('refuses %s = %j and names the field', (field, value) => {
  expect(() => read({ ...good, [field]: value })).toThrow(`Event: expected ${field} to be`)
})

it('shows no more than the beginning of what it refuses', () => {
  expect(() => read({ ...good, before: 'x'.repeat(100_000) })).toThrow(/^.{0,250}$/)
})

it.each(['workflow_dispatch', 'pull_request', ''])('refuses the event "%s"', (name) => {
  expect(() => read(good, name)).toThrow('expected push')
})

it.each([null, [], 'text', 7])('refuses %j for a payload', (payload) => {
  expect(() => read(payload)).toThrow('expected a JSON object')
})
