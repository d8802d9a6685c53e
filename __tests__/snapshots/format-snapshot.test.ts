import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { formatSnapshot } from '../../src/snapshots/format-snapshot.ts'
import { readSnapshot } from '../../src/snapshots/read-snapshot.ts'
import type { Snapshot } from '../../src/snapshots/snapshot.ts'

const SNAPSHOT: Snapshot = {
  format: 'tagback',
  environment: 'production',
  takenAt: '2026-11-20T09:30:00Z',
  repository: 'octo/prompts',
  components: [
    {
      component: 'components/prompts/extraction',
      version: 'v1.1.0',
      commit: 'f1e146099838eb1bdacaa3fc4d814073605debf0',
      object: '27050b49f22676bdd79ae942b213fb432964bb76',
      lastVerified: '2026-11-20T09:20:00Z',
    },
    {
      component: 'components/configs/validation',
      version: 'v1.5.0',
      commit: '1234567e89012345678901234567890123456789',
      object: null,
      lastVerified: null,
    },
  ],
}

const TEXT = `# What was in production, written by Tagback. Its rollback action puts components back to this.

tagback-snapshot: 1
repository: octo/prompts
environment: production
taken-at: 2026-11-20T09:30:00Z
components:
  components/configs/validation:
    version: v1.5.0
    commit: "1234567e89012345678901234567890123456789"
  components/prompts/extraction:
    version: v1.1.0
    commit: f1e146099838eb1bdacaa3fc4d814073605debf0
    tag-object: 27050b49f22676bdd79ae942b213fb432964bb76
    last-verified: 2026-11-20T09:20:00Z
`

describe('our format', () => {
  it('is sorted and says one fact a line', () => {
    expect(formatSnapshot(SNAPSHOT)).toBe(TEXT)
  })

  it('is read as it was written, whatever the names are', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 })
    const part = fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N}._+@-]*$/u)
    const entry = fc.record({
      component: fc.tuple(part, part, part).map((parts) => parts.join('/')),
      version: part.filter((text) => text !== 'null'),
      ...{ commit: fc.option(hex), object: fc.option(hex) },
      lastVerified: fc.option(fc.constant('2026-11-20T09:20:00Z')),
    })
    const components = fc.uniqueArray(entry, { minLength: 1, selector: ({ component }) => component })
    fc.assert(
      fc.property(components, (entries) => {
        const sorted = entries.toSorted((a, b) => (a.component < b.component ? -1 : 1))
        const read = readSnapshot(formatSnapshot({ ...SNAPSHOT, components: entries }), 'x.yaml')
        expect(read).toMatchObject({ kind: 'snapshot', snapshot: { ...SNAPSHOT, components: sorted } })
      }),
    )
  })

  it('knows where each component stands', () => {
    const read = readSnapshot(TEXT, 'locks/production.yaml')
    expect(read.kind === 'snapshot' && read.placeOf('components/prompts/extraction')).toBe('locks/production.yaml:11:3')
  })

  it.each([
    [
      'schema of a later Tagback',
      TEXT.replace('snapshot: 1', 'snapshot: 2'),
      'x:3:19 tagback-snapshot: expected 1, got "2": a newer Tagback wrote this file',
    ],
    [
      'no environment',
      TEXT.replace('environment: production\n', ''),
      'x:3:1 environment: expected the name of an environment, got none',
    ],
    [
      'a time without a zone',
      TEXT.replace('09:30:00Z', '09:30:00'),
      'x:6:11 taken-at: expected a time with its zone such as 2024-11-12T14:47:00Z, got "2026-11-20T09:30:00", and it has no zone',
    ],
    [
      'a short id',
      TEXT.replace('components/configs/validation', 'configs/validation'),
      'x:8:3 "configs/validation": expected an id such as components/prompts/extraction',
    ],
    [
      'no version',
      TEXT.replace('    version: v1.5.0\n', ''),
      'x:9:5 "components/configs/validation": expected a version, got none',
    ],
    [
      'an abbreviated commit',
      TEXT.replace('f1e146099838eb1bdacaa3fc4d814073605debf0', 'f1e1460'),
      'x:13:13 commit: expected 40 lower-case hexadecimal digits, got "f1e1460"',
    ],
  ])('refuses %s', (_what, text, problem) => {
    expect(readSnapshot(text, 'x')).toStrictEqual({ kind: 'problems', problems: [problem] })
  })
})
