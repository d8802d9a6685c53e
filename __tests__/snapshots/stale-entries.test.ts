import { expect, it } from '@jest/globals'
import { staleEntries } from '../../src/snapshots/stale-entries.ts'

const now = Date.parse('2026-01-20T00:00:00Z')
const components = [
  { component: 'fresh', version: 'v1', commit: null, object: null, lastVerified: '2026-01-15' },
  { component: 'old', version: 'v1', commit: null, object: null, lastVerified: '2026-01-12T23:59:59Z' },
  { component: 'never', version: 'v1', commit: null, object: null, lastVerified: null },
]

it('names what nobody has seen healthy for longer than allowed, or ever', () => {
  expect(staleEntries({ components }, { now, maxAge: 7 * 86_400 })).toStrictEqual([
    { component: 'old', version: 'v1', lastVerified: '2026-01-12T23:59:59Z', age: 7 * 86_400 + 1 },
    { component: 'never', version: 'v1', lastVerified: null, age: null },
  ])
})
