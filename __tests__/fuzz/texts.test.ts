import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import { readPushEvent } from '../../src/actions/read-push-event.ts'
import { checkSettings } from '../../src/config/check-settings.ts'
import { effectiveSettings } from '../../src/config/effective-settings.ts'
import { parseMetricHeaders } from '../../src/config/metric-headers.ts'
import { METRIC_SETTING_NAMES } from '../../src/config/metric-table.ts'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { SETTING_NAMES, SETTING_TABLE, type WrittenSettings } from '../../src/config/setting-table.ts'
import { decodeClosing } from '../../src/ledger/closing-status.ts'
import { decodePayload, encodePayload } from '../../src/ledger/record-payload.ts'
import { foldStanding } from '../../src/ledger/standing.ts'
import { classifyPush } from '../../src/tags/classify-push.ts'
import { ABSENT } from '../../src/tags/git-object.ts'
import { parseTag } from '../../src/tags/parse-tag.ts'
import { jsonOf, jsonTexts, property, RUNS, textsOf } from './texts.ts'

// No input may take long: an expression that looks back for ever would end here.
jest.setTimeout(RUNS > 1_000 ? 1_800_000 : 60_000)

const OBJECT = 'a1'.repeat(20)
const CONTROL = /[\p{Cc}\u2028\u2029]/u
const PREFIXES = ['components', 'logic']

describe('tags', () => {
  const refs = textsOf([
    ...['refs/tags/', 'components/', 'logic/', 'prompts/', 'extraction', '/', 'production', '-canary', 'v', '1', '.'],
    ...['v1.2.0', '1.2.0', 'v2', '-rc.1', '+b1', 'refs/heads/', '@', '_'],
  ])

  it('are read without a crash, and what is followed is safe in a log, a path and a shell', () => {
    property(refs, (ref) => {
      const parsed = parseTag(ref, PREFIXES)
      if (parsed.kind === 'version' || parsed.kind === 'environment') {
        const { component } = parsed
        const slot = parsed.kind === 'version' ? parsed.version : parsed.environment
        expect(`${component.id}/${slot}`).toMatch(/^[\p{L}\p{N}._+@/-]+$/u)
        expect([component.type, component.name, slot].filter((part) => /^[.-]|^$/.test(part))).toStrictEqual([])
        expect(ref.endsWith(`${component.id}/${slot}`)).toBe(true)
      } else expect(parsed.explanation).not.toMatch(CONTROL)
    })
  })

  it('in a push end in something that has a name', () => {
    const objects = fc.constantFrom(ABSENT, OBJECT, 'b2'.repeat(20))
    property(fc.tuple(refs, objects, objects), ([ref, before, after]) => {
      const classified = classifyPush({ ref, before, after, actor: 'ada' }, PREFIXES)
      if (classified.kind === 'move') return
      expect(classified.sentence).not.toMatch(CONTROL)
      expect(classified.reason).toMatch(/^[a-z-]+$/)
    })
  })
})

describe('events', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tagback-fuzz-'))
  const file = join(folder, 'event.json')
  beforeAll(() => writeFileSync(file, ''))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('are read, or refused with a message that begins with Event:', () => {
    const values = ['refs/tags/components/a/b/production', OBJECT, ABSENT, { login: 'ada' }, 'ada']
    const whole = fc.record({
      ref: fc.constantFrom(...values),
      before: fc.constantFrom(...values),
      after: fc.constantFrom(...values),
      sender: fc.constantFrom(...values),
    })
    const events = jsonTexts(fc.oneof(whole, jsonOf(['ref', 'before', 'after', 'sender', 'login'], values)))
    property(events, (text) => {
      writeFileSync(file, text)
      try {
        const push = readPushEvent('push', file)
        expect([push.before, push.after].every((id) => /^[0-9a-f]{40}$/.test(id))).toBe(true)
      } catch (error) {
        if (!(error instanceof Error) || !error.message.startsWith('Event: ')) throw error
      }
    })
  })
})

describe('the configuration', () => {
  const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
  const values = ['1%', '30s', '10m', 'none', 'true', 'prometheus', '{name}', '{env:X}', 'roll-back', 'http_requests']

  /** What is wrong is said with its place; what is right can be checked, and that too says all with names. */
  const check = (text: string): void => {
    const read = readConfigFile(text)
    if (read.kind === 'problems') {
      expect(read.problems.length).toBeGreaterThan(0)
      for (const problem of read.problems) expect(problem).toMatch(/^\.github\/tagback\.yml/)
      return
    }
    const effective = effectiveSettings(read.config, component, 'production', {})
    const checked = checkSettings(effective.written, effective.metrics)
    if (checked.kind === 'problems') for (const { message } of checked.problems) expect(message).not.toBe('')
  }

  it('as any text is read or refused, with places', () => {
    const pieces = [
      ...[
        'defaults:',
        'environments:',
        'components:',
        'metrics:',
        'production',
        "'*':",
        'prompts/*',
        '- ',
        '  ',
        '    ',
      ],
      ...[
        '\n',
        '\n  ',
        '\n    ',
        ': ',
        '{',
        '}',
        '[',
        ']',
        ',',
        '&a ',
        '*a',
        '<<: *a',
        '!!js/function ',
        '|',
        '>',
        '#',
      ],
      ...['---\n', '? ', 'null', '~', '0x1f', '**', '{a,b}', '[!a]', '(', ...SETTING_NAMES.map((name) => `${name}: `)],
      ...values,
    ]
    property(textsOf(pieces), check, Math.ceil(RUNS / 2))
  })

  it('of the right form is read or refused, whatever its settings say', () => {
    const said = textsOf([...values, ...['deploy', 'sum(', ')', '{', '}', '=~"5.."', '\n', 's', 'm', '%', '0.', '1']])
    const section = fc.dictionary(fc.constantFrom<string>(...SETTING_NAMES, 'path', 'metrics'), said, { maxKeys: 5 })
    const metrics = fc.dictionary(
      fc.constantFrom('latency', 'errors', '__proto__', 'a b'),
      fc.dictionary(fc.constantFrom<string>(...METRIC_SETTING_NAMES, 'at-most'), said, { maxKeys: 4 }),
      { maxKeys: 2 },
    )
    const globs = fc.constantFrom('production', 'prompts/*', '*', '**', '{a,b}', 'x[', '!(a)', 'a'.repeat(300), '')
    const files = fc.record(
      {
        defaults: fc.tuple(section, metrics).map(([settings, named]) => ({ ...settings, metrics: named })),
        environments: fc.dictionary(globs, section, { maxKeys: 3 }),
        components: fc.dictionary(globs, section, { maxKeys: 3 }),
      },
      { requiredKeys: [] },
    )
    property(files, (file) => check(JSON.stringify(file)), Math.ceil(RUNS / 2))
  })

  it('and inputs together are checked without a crash', () => {
    const text = textsOf(values)
    const written = fc.dictionary(fc.constantFrom(...SETTING_NAMES), text, { maxKeys: 8 })
    property(written, (settings) => {
      const checked = checkSettings(settings as WrittenSettings)
      if (checked.kind === 'problems') for (const { message } of checked.problems) expect(message).not.toBe('')
    })
  })

  it.each(SETTING_NAMES)('%s is parsed, or refused with what was expected', (name) => {
    const { parse, default: fallback } = SETTING_TABLE[name]
    property(
      textsOf([...values, fallback ?? 'x', 'https://', '@', '/', ',']),
      (text) => {
        try {
          parse(text)
        } catch (error) {
          if (!(error instanceof Error) || !/expected/.test(error.message)) throw error
        }
      },
      Math.ceil(RUNS / 20),
    )
  })

  it('headers are read, or refused without any value of theirs', () => {
    const headers = textsOf([
      'Authorization',
      ': ',
      'Bearer ',
      '{env:TOKEN}',
      '{env:',
      '}',
      'X-Api-Key: ',
      'geheim4711',
      '\n',
    ])
    property(headers, (text) => {
      try {
        const { headers: read } = parseMetricHeaders(text, { TOKEN: 'geheim0815' })
        expect(Object.values(read).some((value) => /[\r\n\0]/.test(value))).toBe(false)
      } catch (error) {
        if (!(error instanceof Error) || !/expected|cannot|is set by|has a line break/.test(error.message)) throw error
        expect(error.message).not.toContain('geheim0815')
      }
    })
  })
})

describe('records', () => {
  const release = { component: 'components/a/b', version: 'v1.0.0', versioned: true, object: OBJECT, commit: OBJECT }
  const genuine = encodePayload({
    ...{ kind: 'guard', component: 'components/a/b', environment: 'production', to: release, from: release },
    ...{ target: null, actor: 'ada', run: { id: 1, attempt: 1, url: 'https://github.com/o/r/actions/runs/1' } },
  })
  const keys = [...Object.keys(genuine), ...Object.keys(release), 'id', 'attempt', 'url']
  const values = [...Object.values(genuine), release, 1, OBJECT]

  it('are read whole, or not at all', () => {
    const damaged = fc
      .tuple(fc.constantFrom(...keys), jsonOf(keys, values))
      .map(([key, value]) => ({ ...genuine, [key]: value }))
    property(jsonTexts(fc.oneof(damaged, jsonOf(keys, values))), (text) => {
      for (const posted of [text, JSON.stringify(text)]) {
        const payload = decodePayload(posted)
        if (!payload) continue
        expect(payload.to.object).toMatch(/^[0-9a-f]{40}$/)
        expect(JSON.stringify([payload.component, payload.environment, payload.to, payload.actor])).not.toMatch(
          /\\n|\\u00/,
        )
        const standing = foldStanding([{ ...payload, node: 'n', createdAt: 'x', creator: 'y', closed: null }])
        expect(standing.knownGood).toStrictEqual([])
      }
    })
  })

  it('are closed by a description of ours, or by none', () => {
    property(textsOf(['rolled-back', 'kept', ' (', 'healthy', '): ', 'held', '-', ':']), (text) => {
      const closing = decodeClosing(text)
      if (closing) expect(closing.reason).toMatch(/^[a-z-]+$/)
    })
  })
})
