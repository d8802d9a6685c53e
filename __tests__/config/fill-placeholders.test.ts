import { describe, expect, test } from '@jest/globals'
import { compile, type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import {
  checkJmesPath,
  checkPromQL,
  checkUrlTemplate,
  fillJmesPath,
  fillPromQL,
  fillUrl,
  type PlaceholderValues,
} from '../../src/config/fill-placeholders.ts'
import { unquotePromQL } from '../../src/metrics/unquote-promql.ts'

const values: PlaceholderValues = {
  component: 'components/prompts/extraction',
  type: 'prompts',
  name: 'extraction',
  version: 'v1.2.0',
  environment: 'production',
  commit: 'abcdef0123456789abcdef0123456789abcdef01',
}
const named = (name: string): PlaceholderValues => ({ ...values, name })
/** Any text, and text of the characters that end or begin something in one of the languages. */
const wellFormed = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'`\'"\\{}\n/.%$') }))

describe('in addresses', () => {
  test('values are percent-encoded, slashes too', () => {
    expect(fillUrl('https://x.test/{component}/m?v={version}&e={environment}', values)).toBe(
      'https://x.test/components%2Fprompts%2Fextraction/m?v=v1.2.0&e=production',
    )
  })

  test.each([
    'https://{name}.test/',
    'https://x.test:{version}/',
    'https://{name}@x.test/',
    '{type}://x.test/',
    'ftp://x.test/',
    'file:///etc/passwd',
    '//x.test/',
    'https:/x.test/',
    'https:\\\\x.test\\{name}',
    'https://x.test\\{name}/',
    'https://x\t.test/',
    'https://user:password@x.test/',
    'https://user@x.test/',
    'https://',
    'https:///path',
    'https://x.test:99999/',
    ' https://x.test/',
    '',
  ])('refuses %s', (template) => {
    expect(() => checkUrlTemplate(template)).toThrow(/^expected/)
  })

  test('the password in a refused address is not repeated', () => {
    expect(() => checkUrlTemplate('https://user:hunter2hunter2@x.test/')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    )
  })

  test.each([
    ['https://x.test/{enviroment}', 'unknown placeholder {enviroment}: did you mean {environment}?'],
    ['https://x.test/?e={env}', 'unknown placeholder {env}: did you mean {environment}?'],
    ['https://x.test/?e={Version}', 'unknown placeholder {Version}: did you mean {version}?'],
    ['https://x.test/{user}', 'unknown placeholder {user}: expected one of {component}, {type}, {name}'],
    ['https://x.test/{window}', '{window} can be used in PromQL only'],
    ['https://x.test/{env:TOKEN}', '{env:TOKEN}: environment variables can be used in headers only'],
  ])('%s: %s', (template, message) => {
    expect(() => fillUrl(template, values)).toThrow(message)
  })

  test.each([
    ['{name}', '..'],
    ['{name}', '.'],
    ['.{name}', '.'],
    ['{name}%2e', '.'],
    ['%2E{name}', '.'],
  ])('no value makes the segment %s a way out of the path (%s)', (segment, name) => {
    expect(() => fillUrl(`https://x.test/a/${segment}/b`, named(name))).toThrow('leads to another path')
    expect(fillUrl(`https://x.test/a/${segment}x/b`, named(name))).toContain('x/b')
  })

  test('any value arrives as it was, on the host and in the place that were written', () => {
    fc.assert(
      fc.property(wellFormed, (name) => {
        fc.pre(!['', '.', '..'].includes(name))
        const url = new URL(fillUrl('https://x.test/a/{name}/b?q={name}&r=1', named(name)))
        expect(url.origin).toBe('https://x.test')
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', name, 'b'])
        expect([...url.searchParams]).toEqual([
          ['q', name],
          ['r', '1'],
        ])
        expect(url.hash).toBe('')
      }),
    )
  })

  test('half a surrogate pair is refused by name', () => {
    expect(() => fillUrl('https://x.test/{name}', named('\ud800'))).toThrow('expected well-formed text, got "\\ud800"')
  })
})

describe('in PromQL', () => {
  test('fills label matchers and the window, and leaves braces of PromQL alone', () => {
    expect(
      fillPromQL('sum by (code) (increase(x{code=~"5..|4[0-9]{2}",version="{version}"}[{window}]))', values, 12),
    ).toBe('sum by (code) (increase(x{code=~"5..|4[0-9]{2}",version="v1.2.0"}[12s]))')
  })

  test('escapes for a regular expression after =~ and !~ only', () => {
    expect(fillPromQL('x{a=~"{version}|y",b!~\'{version}\',c="{version}",d != "{version}"}', values)).toBe(
      'x{a=~"v1\\\\.2\\\\.0|y",b!~\'v1\\\\.2\\\\.0\',c="v1.2.0",d != "v1.2.0"}',
    )
  })

  test('leaves comments and quoted words that are not ours as they are', () => {
    const query = 'x{route="/users/{id}"} # it\'s {version} and {vrsion}\n + y{v="{version}"}'
    expect(fillPromQL(query, values)).toBe(query.replace('"{version}"', '"v1.2.0"'))
  })

  test.each([
    ['x{version={version}}', '{version} must stand in the quotes of a label matcher'],
    ['{name}_total', '{name} must stand in the quotes of a label matcher'],
    ['label_replace(x, "a", "{version}", "b", "c")', '{version} can be filled in after =, !=, =~ or !~ only'],
    ['label_replace(x == y, "a", "{version}", "b", "c")', '{version} can be filled in after =, !=, =~ or !~ only'],
    ['x{version="{verison}"}', 'unknown placeholder {verison}: did you mean {version}?'],
    ['x{version="{env:V}"}', '{env:V}: environment variables can be used in headers only'],
    ['increase(x[{windw}])', 'unknown placeholder {windw}: did you mean {window}?'],
    ['x{version="{version:1}"}', 'unknown placeholder {version:1}: did you mean {version}?'],
    ['x{w="{window}"}', '{window} must stand outside of quotes'],
    ['x{version="{version}}', 'expected closed quotes, got "{version}}'],
    ['x{version=\'{version}"}', "expected closed quotes, got '{version}"],
  ])('%s: %s', (query, message) => {
    expect(() => checkPromQL(query)).toThrow(message)
  })

  test.each([undefined, 0, -1, 1.5, Number.NaN])('a window of %s seconds is refused', (seconds) => {
    expect(() => fillPromQL('increase(x[{window}])', values, seconds)).toThrow(
      '{window} must be at least 1 whole second',
    )
  })

  test('any value arrives as it was, in both kinds of quotes', () => {
    fc.assert(
      fc.property(wellFormed, fc.constantFrom('"', "'"), fc.constantFrom('=', '!='), (name, quote, operator) => {
        const filled = fillPromQL(`x{a${operator}${quote}<{name}>${quote}} # end`, named(name))
        const literal = filled.slice(`x{a${operator}`.length, -'} # end'.length)
        expect(literal).not.toMatch(/\n/)
        expect(unquotePromQL(literal)).toBe(`<${name}>`)
      }),
    )
  })

  test('a pattern with any value matches that value and no other', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, (name, other) => {
        const pattern = RE2JS.compile(
          unquotePromQL(fillPromQL('x{a=~"{name}"}', named(name)).slice(5, -1)),
          RE2JS.DOTALL,
        )
        expect(pattern.matches(name)).toBe(true)
        expect(pattern.matches(other)).toBe(name === other)
      }),
    )
  })

  test('between backticks a value with a backtick is refused', () => {
    expect(fillPromQL('x{a=`{name}`}', named('a\\b'))).toBe('x{a=`a\\b`}')
    expect(() => fillPromQL('x{a=`{name}`}', named('a`b'))).toThrow('cannot stand between backticks')
  })
})

describe('in JMESPath', () => {
  test.each([
    ['{errors: a, total: b}', null],
    ["a[?name == '{name}'].{errors: errors}", null],
    ["a[?route == '/users/{id}']", null],
    ['{name}', '{name} must stand in quotes in JMESPath'],
    ['a.{version}.b', '{version} must stand in quotes in JMESPath'],
    ['`{version}`', '{version} must stand in quotes in JMESPath'],
    ["a[?n == '{vresion}']", 'unknown placeholder {vresion}: did you mean {version}?'],
    ['a.{vresion}', 'unknown placeholder {vresion}: did you mean {version}?'],
    ["a[?n == '{env:N}']", '{env:N}: environment variables can be used in headers only'],
    ["a[?n == 'b]", "expected closed quotes, got 'b]"],
  ])('%s: %s', (expression, message) => {
    if (message === null) expect(() => checkJmesPath(expression)).not.toThrow()
    else expect(() => checkJmesPath(expression)).toThrow(message)
  })

  test.each([
    ['raw string', "'<{name}>'"],
    ['JSON literal', '`"<{name}>"`'],
    ['string in a JSON literal', '`{"a": ["<{name}>"]}`.a[0]'],
  ])('any value arrives as it was in a %s', (_, expression) => {
    fc.assert(
      fc.property(wellFormed, (name) => {
        const found = TreeInterpreter.search(compile(fillJmesPath(expression, named(name))), {})
        expect(found).toBe(`<${name}>`)
      }),
    )
  })

  test('any value finds its own key as a quoted identifier', () => {
    fc.assert(
      fc.property(wellFormed, (name) => {
        fc.pre(name !== '__proto__')
        const data: JSONValue = { a: { [name]: 1 }, b: 2 }
        expect(TreeInterpreter.search(compile(fillJmesPath('a."{name}"', named(name))), data)).toBe(1)
      }),
    )
  })
})
