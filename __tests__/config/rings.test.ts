import { describe, expect, it } from '@jest/globals'
import { readConfigFile } from '../../src/config/read-config-file.ts'
import { flawsInRings, ringsAmong, ringsBehind } from '../../src/config/rings.ts'

const component = { id: 'components/prompts/triage', prefix: 'components', type: 'prompts', name: 'triage' }
const INPUTS = { metric: 'prometheus' }

const scopeOf = (lines: readonly string[]) => {
  const read = readConfigFile(`environments:\n${lines.map((line) => `  ${line}\n`).join('')}`)
  if (read.kind === 'problems') throw new Error(read.problems.join('\n'))
  return { config: read.config, component, inputs: INPUTS }
}
const orderOf = (lines: readonly string[], first: string, known: readonly string[] = []) =>
  ringsBehind(first, ringsAmong(scopeOf(lines), known)).map(
    ({ from, environment, go }) => `${from} > ${environment} ${go}`,
  )
const flaws = (lines: readonly string[], environment = 'a') => flawsInRings(scopeOf(lines), environment)

describe('what comes behind an environment', () => {
  it('is gone through ring by ring, in the order of the file', () =>
    expect(
      orderOf(['a: {}', 'd: {after: b, follow: auto}', 'c: {after: a}', 'b: {after: a, follow: auto}'], 'a'),
    ).toStrictEqual(['a > c manual', 'a > b auto', 'b > d auto']))

  it('is what a canary is of, and what comes after that: as promote says first, then as each follows', () =>
    expect(
      orderOf(
        [
          'canary: {canary-of: production, promote: auto}',
          'production: {after: canary, follow: "off"}',
          'eu: {after: production}',
        ],
        'canary',
      ),
    ).toStrictEqual(['canary > production auto', 'production > eu manual']))

  it('is found for a glob among the tags that are there, by name', () =>
    expect(orderOf(['us: {}', 'eu-*: {after: us}'], 'us', ['eu-west', 'eu-north', 'us', 'dev'])).toStrictEqual([
      'us > eu-north manual',
      'us > eu-west manual',
    ]))

  it('is nothing where the environment is in no order', () =>
    expect(orderOf(['a: {}', 'b: {after: a}'], 'b')).toStrictEqual([]))
})

describe('an order that cannot be', () => {
  const at = (place: string) => `.github/tagback.yml:${place} after: expected`
  it.each<[string, string[], string]>([
    ['itself', ['a: {after: a}'], `${at('2:14')} another environment than a itself, got a`],
    [
      'a circle',
      ['a: {after: b}', 'b: {after: c}', 'c: {after: a}'],
      `${at('2:14')} an order with a beginning, got a after b after c after a`,
    ],
    [
      'an unknown one',
      ['production: {}', 'eu: {after: prodction}'],
      `${at('3:15')} an environment that has a section here, got prodction, did you mean production? Where it is meant, write prodction: {} as well`,
    ],
    [
      'one for drills',
      ['a: {drill: true}', 'b: {after: a}'],
      `${at('3:14')} an environment that is not there for drills, got a`,
    ],
    [
      'of one for drills',
      ['a: {}', 'b: {drill: true, after: a}'],
      `${at('3:27')} none, because b is there for drills, got a`,
    ],
    [
      'one that is not watched',
      ['a: {metric: none}', 'b: {after: a}'],
      `${at('3:14')} an environment that is watched, because nothing else finds a release good, got a`,
    ],
    [
      'another one than its canary',
      ['s: {}', 'c: {canary-of: p}', 'p: {after: s}'],
      `${at('4:14')} c, which is the canary of p, got s`,
    ],
    [
      'a canary that comes after what it is of',
      ['c: {canary-of: p, after: p}', 'p: {}'],
      `.github/tagback.yml:2:18 canary-of: expected an order with a beginning, got p after c after p`,
    ],
  ])('is refused with its place: after %s', (_what, lines, problem) => expect(flaws(lines)).toStrictEqual([problem]))

  it('is not made by a drill environment that takes over what is said of the one that it practises', () =>
    expect(flaws(['a: {}', 'b: {after: a}', 'b-drill: {drill: true}'])).toStrictEqual([]))

  it('is no name at all, or several', () => {
    const read = readConfigFile('environments:\n  a: {after: v1.0.0}\n  b: {after: [a]}\n')
    expect(read).toMatchObject({
      problems: expect.arrayContaining([
        '.github/tagback.yml:3:14 after: expected the name of one environment, such as production-us-west',
        expect.stringMatching(
          /^\.github\/tagback\.yml:2:14 after: expected the name of an environment such as production, got "v1.0.0"/,
        ),
      ]),
    })
  })
})
