import { describe, expect, it } from '@jest/globals'
import { selectComponents } from '../../../src/flows/scope/select-components.ts'
import type { Component } from '../../../src/tags/component.ts'

const component = (id: string): Component => {
  const [prefix = '', type = '', name = ''] = id.split('/')
  return { id, prefix, type, name }
}
const ALL = [
  'components/prompts/extraction',
  'components/prompts/scoring',
  'components/agents/router',
  'logic/agents/router',
].map(component)

const select = (...patterns: string[]) => {
  const found = selectComponents(patterns, ALL, ALL.slice(0, 3))
  return found.kind === 'selected' ? found.components.map(({ id }) => id) : found.problems
}

describe('selectComponents', () => {
  it.each<[string[], string[]]>([
    [['components/prompts/extraction'], ['components/prompts/extraction']],
    [['prompts/extraction'], ['components/prompts/extraction']],
    [['extraction'], ['components/prompts/extraction']],
    [['logic/agents/router'], ['logic/agents/router']],
    [['prompts/*'], ['components/prompts/extraction', 'components/prompts/scoring']],
    [['*'], ['components/agents/router', 'components/prompts/extraction', 'components/prompts/scoring']],
    [
      ['scoring', 'prompts/*'],
      ['components/prompts/extraction', 'components/prompts/scoring'],
    ],
  ])('%j', (patterns, ids) => expect(select(...patterns)).toStrictEqual(ids))

  it.each([
    ['router', 'could be any of components/agents/router, logic/agents/router'],
    ['extracton', 'did you mean components/prompts/extraction'],
    ['promts/*', 'no component in this environment matches "promts/*", did you mean prompts/*, agents/*?'],
  ])('refuses %s', (pattern, said) => expect(select(pattern, 'scoring').join('\n')).toContain(said))
})
