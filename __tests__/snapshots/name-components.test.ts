import { expect, it } from '@jest/globals'
import { nameComponents } from '../../src/snapshots/name-components.ts'
import type { Component } from '../../src/tags/component.ts'

const component = (id: string): Component => {
  const [prefix = '', type = '', name = ''] = id.split('/')
  return { id, prefix, type, name }
}
const HERE = [
  'components/prompts/extraction',
  'components/prompts/analysis',
  'logic/policies/refunds',
  'components/agents/extraction',
  'logic/prompts/analysis',
].map(component)
const naming = (...names: string[]) => {
  const found = nameComponents(names, HERE)
  return found.kind === 'named'
    ? [...found.components].map(([name, { id }]) => `${name} = ${id}`)
    : found.problems.map(({ name, message }) => `${name}: ${message}`)
}

it('knows a component by its id, its short id, its name, or as the only one of its type', () => {
  expect(naming('components/prompts/analysis', 'prompts/extraction', 'refunds')).toStrictEqual([
    'components/prompts/analysis = components/prompts/analysis',
    'prompts/extraction = components/prompts/extraction',
    'refunds = logic/policies/refunds',
  ])
  expect(naming('policy', 'agent')).toStrictEqual([
    'policy = logic/policies/refunds',
    'agent = components/agents/extraction',
  ])
})

it('refuses a name that could mean two', () => {
  expect(naming('extraction')).toStrictEqual([
    'extraction: could be any of components/prompts/extraction, components/agents/extraction: write the id',
  ])
  expect(naming('prompts/analysis')[0]).toContain('components/prompts/analysis, logic/prompts/analysis')
})

it('refuses two names for one component', () => {
  expect(naming('policy', 'refunds')).toStrictEqual(['refunds: means logic/policies/refunds, as policy does already'])
})

it('offers what is there for a name that is not', () => {
  expect(naming('model')[0]).toMatch(/^model: there is no such component\. There are components\/prompts\/extraction,/)
  expect(nameComponents(['model'], [])).toMatchObject({
    problems: [{ message: 'there is no such component. There are none' }],
  })
})
