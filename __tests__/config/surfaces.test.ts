import { describe, expect, it } from '@jest/globals'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { waitsFor } from '../../src/config/waits-for.ts'

const component = (type: string, name: string) => ({
  id: `components/${type}/${name}`,
  prefix: 'components',
  type,
  name,
})

const problemsOf = (text: string): string[] => {
  const read = readConfigFile(text)
  return read.kind === 'problems' ? read.problems : []
}

describe('surfaces', () => {
  it('are groups with a place', () => {
    const read = readConfigFile('surfaces:\n  checkout: [prompts/checkout, "policies/*"]\n')
    expect(read).toMatchObject({
      config: {
        surfaces: [
          {
            name: 'checkout',
            components: ['prompts/checkout', 'policies/*'],
            place: '.github/tagback.yml:2:3',
          },
        ],
      },
    })
  })

  it.each([
    ['surfaces: [a]', '.github/tagback.yml:1:11 surfaces: expected a map'],
    ['surfaces:\n  a: b\n', '.github/tagback.yml:2:6 a: expected a list of components'],
    ['surfaces:\n  a: []\n', '.github/tagback.yml:2:6 a: expected a list of components'],
    ['surfaces:\n  a: ["(x)"]\n', '.github/tagback.yml:2:3 a: expected a glob'],
    ['surface:\n  a: [b]\n', 'did you mean surfaces?'],
    ['components:\n  prompts/*:\n    after: models/*\n', '.github/tagback.yml:3:12 after: expected a list'],
    ['components:\n  prompts/*:\n    after: ["!x"]\n', '.github/tagback.yml:3:12 after: expected a glob'],
  ])('%j', (text, said) => expect(problemsOf(text).join('\n')).toContain(said))
})

describe('after', () => {
  const read = readConfigFile(`
components:
  prompts/*:
    after: [models/*]
  prompts/free:
    after: []
`)
  if (read.kind === 'problems') throw new Error(read.problems.join('\n'))
  const waits = waitsFor(read.config)

  it.each([
    ['prompts', 'checkout', 'models', 'small', true],
    ['prompts', 'checkout', 'tools', 'small', false],
    ['prompts', 'free', 'models', 'small', false],
    ['models', 'small', 'prompts', 'checkout', false],
  ])('%s/%s after %s/%s: %s', (type, name, otherType, other, expected) =>
    expect(waits(component(type, name), component(otherType, other))).toBe(expected),
  )

  it('is nothing without a file', () => expect(waitsFor(null)(component('a', 'b'), component('c', 'd'))).toBe(false))
})
