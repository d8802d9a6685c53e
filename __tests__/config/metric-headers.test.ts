import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseMetricHeaders } from '../../src/config/metric-headers.ts'

const env = { TOKEN: 'hunter2hunter2', KEY: 'k-1234567890', EMPTY: '', BREAK: 'a\r\nX-Evil: 1', UNSET: undefined }

describe('metric headers', () => {
  test('one a line, with variables, blank lines and Windows line ends', () => {
    expect(
      parseMetricHeaders('Authorization: Bearer {env:TOKEN}\r\n\n X-Scope:  team:a \nX-Key: {env:KEY}\n', env),
    ).toEqual({
      headers: { authorization: 'Bearer hunter2hunter2', 'x-scope': 'team:a', 'x-key': 'k-1234567890' },
      secrets: ['hunter2hunter2', 'Bearer hunter2hunter2', 'k-1234567890'],
    })
  })

  test('what was written out in a header for secrets is a secret, too', () => {
    const text = 'Authorization: Bearer hunter2hunter2\nDD-API-KEY: k-1234567890\nX-Scope: team-a-and-b\nX-Token: short'
    expect(parseMetricHeaders(text, {}).secrets).toEqual(['Bearer hunter2hunter2', 'hunter2hunter2', 'k-1234567890'])
  })

  test('none', () => {
    expect(parseMetricHeaders(' \n', env)).toEqual({ headers: {}, secrets: [] })
  })

  test('braces that are no placeholder are sent', () => {
    expect(parseMetricHeaders('X-Json: {"a": {"b": 1}}', env).headers).toEqual({ 'x-json': '{"a": {"b": 1}}' })
  })

  test.each([
    ['A: {env:ONE}\nB: {env:EMPTY}{env:UNSET}', 'expected a value for ONE, EMPTY, UNSET in the environment, got none'],
    ['A: {env:toString}', 'expected a value for toString in the environment, got none'],
    ['A: {env:}', 'line 1: expected {env:NAME} with the name of a variable, got {env:}'],
    ['A: {env}', 'line 1: expected {env:NAME} with the name of a variable, got {env}'],
    ['A: b\nC: {ENV:TOKEN}', 'line 2: expected {env:NAME}, got {ENV:TOKEN}'],
    ['A: {version}', 'line 1: {version} cannot be used in headers; only {env:NAME} can'],
    ['Bearer-abcdef', 'line 1: expected "Name: value", got a line without a colon'],
    ['Bad Name: x', 'line 1: expected the name of a header before the colon'],
    [': x', 'line 1: expected the name of a header before the colon'],
    ['A: {env:BREAK}', 'line 1: the value of A has a line break'],
    ['A: ✓', 'line 1: the value of A has a line break, a control character or one beyond Latin-1'],
    ['A: 1\na: 2', 'line 2: expected each header once, got a again'],
    ['Host: x', 'line 1: Host is set by the HTTP client'],
  ])('%j: %s', (text, message) => {
    expect(() => parseMetricHeaders(text, env)).toThrow(message)
  })

  test('no message repeats a value', () => {
    const bad = [
      'hunter2hunter2',
      'hunter2 hunter2: x',
      'A: hunter2\u0001',
      'A: 1\nA: hunter2',
      'A: {env:BREAK} hunter2',
    ]
    for (const text of bad)
      expect(() => parseMetricHeaders(text, env)).toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/hunter2|Evil/) }),
      )
  })

  test('what is accepted can be sent, and has no line break', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, secret) => {
        let parsed: ReturnType<typeof parseMetricHeaders>
        try {
          parsed = parseMetricHeaders(`X-A: ${value}\nX-B: {env:S}`, { S: secret })
        } catch (error) {
          expect((error as Error).message).toMatch(/expected|the value of|cannot be used/)
          return
        }
        expect(Object.values(new Headers(parsed.headers)).join()).not.toMatch(/[\r\n\0]/)
      }),
    )
  })
})
