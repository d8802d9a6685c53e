import { describe, expect, it } from '@jest/globals'
import { checkBody, fillBody } from '../../src/config/fill-body.ts'
import type { PlaceholderValues } from '../../src/config/placeholder-word.ts'

const FIGURES = { percent: '25', rest: '75' }
const VALUES: PlaceholderValues = {
  ...{ component: 'components/prompts/"x"', type: 'prompts', name: '"x"', version: 'v1.2.0&a=b' },
  ...{ environment: 'production-canary', commit: 'c'.repeat(40) },
}

describe('the body of a request', () => {
  it('holds figures without quotes, and values escaped in them', () =>
    expect(
      JSON.parse(fillBody('{"weights": [{percent}, {rest}], "of": "{name} {version}"}', 'json', VALUES, FIGURES)),
    ).toStrictEqual({ weights: [25, 75], of: '"x" v1.2.0&a=b' }))

  it('is percent-encoded in a form', () =>
    expect(fillBody('weight={percent}&version={version}', 'form', VALUES, FIGURES)).toBe(
      'weight=25&version=v1.2.0%26a%3Db',
    ))

  it('takes what a placeholder brings for text, not for a placeholder', () =>
    expect(fillBody('"{name}"', 'json', { ...VALUES, name: '{percent}' }, FIGURES)).toBe('"{percent}"'))

  it.each([
    ['{"a": {version}}', '{version} must stand in quotes in JSON, such as "{version}"'],
    ['{"a": "{percentage}"}', /^unknown placeholder \{percentage\}: expected one of .*\{percent\}, \{rest\}$/],
    ['{"a": "{env:TOKEN}"}', '{env:TOKEN}: environment variables can be used in headers only'],
    ['{"a": {percent}', /^expected JSON, got something else/],
    ['weight={percent}', /^expected JSON, got something else/],
  ])('is refused as %s', (template, message) => expect(() => checkBody(template, 'json', FIGURES)).toThrow(message))

  it('is not shown when it is refused: it may hold a secret', () =>
    expect(() => checkBody('hunter2-hunter2', 'json', FIGURES)).toThrow(/^(?!.*hunter2)/))
})
