import { describe, expect, it } from '@jest/globals'
import { parseTag } from '../../src/tags/parse-tag.ts'

const PREFIXES = ['components', 'logic']
const kindOf = (tag: string) => {
  const parsed = parseTag(`refs/tags/${tag}`, PREFIXES)
  return parsed.kind === 'version'
    ? `version ${parsed.version}`
    : parsed.kind === 'environment'
      ? `environment ${parsed.environment}`
      : parsed.kind
}

describe('parseTag', () => {
  it.each([
    ['components/prompts/extraction/v1.2.0', 'version v1.2.0'],
    ['logic/agents/classifier/v1.0.0-rc.1', 'version v1.0.0-rc.1'],
    // edgit takes these three for environments, and would move them.
    ['components/prompts/extraction/v1.0.0-rc-1', 'version v1.0.0-rc-1'],
    ['components/prompts/extraction/v1.0.0+b1', 'version v1.0.0+b1'],
    ['components/prompts/extraction/1.0.0', 'version 1.0.0'],
    ['components/prompts/extraction/production', 'environment production'],
    ['components/prompts/extraction/production-us-west', 'environment production-us-west'],
    ['components/prompts/extraction/latest', 'environment latest'],
    ['components/prompts/extraction/rollout-1pct', 'environment rollout-1pct'],
    ['components/prompts/extraction/1pct', 'environment 1pct'],
    ['components/prompts/extraction/v2', 'malformed'],
    ['components/prompts/extraction/v1.0', 'malformed'],
    ['components/prompts/extraction/v1.02.0', 'malformed'],
    ['components/prompts/extraction/2025.01.08', 'malformed'],
    ['components/prompts/extraction/v1.0.0.1', 'malformed'],
    ['components/prompts/extraction/v2beta', 'malformed'],
    ['v1.2.0', 'foreign'],
    ['components/extraction/v1.0.0', 'foreign'],
    ['components/prompts/prompts/extraction/v1.0.0', 'foreign'],
    ['components/prompts/extraction/', 'foreign'],
    ['componentsx/prompts/extraction/production', 'foreign'],
    ['components/prompts/$(id)/production', 'malformed'],
    ["components/prompts/it's/production", 'malformed'],
    ['components/prompts/a"b/production', 'malformed'],
    ['components/prompts/a;b/production', 'malformed'],
    ['components/prompts/a\nb/production', 'malformed'],
    ['components/prompts/../production', 'malformed'],
    ['components/prompts/-rf/production', 'malformed'],
    ['components/prompts/extraction/prod\u202euction', 'malformed'],
    ['components/提示/抽取/production', 'environment production'],
  ])('%s is %s', (tag, expected) => expect(kindOf(tag)).toBe(expected))

  it('names the parts of the component', () => {
    expect(parseTag('refs/tags/components/prompts/extraction/production', PREFIXES)).toStrictEqual({
      kind: 'environment',
      component: { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' },
      environment: 'production',
    })
  })

  it('lets a prefix have parts of its own', () => {
    expect(parseTag('refs/tags/apps/eu/prompts/extraction/production', ['apps/eu'])).toMatchObject({
      component: { id: 'apps/eu/prompts/extraction', prefix: 'apps/eu' },
    })
  })

  it('never repeats control characters of a tag', () => {
    const parsed = parseTag('refs/tags/components/prompts/a\n::error::b/production', PREFIXES)
    expect(parsed.kind === 'malformed' && parsed.explanation).not.toMatch(/\n/)
  })

  it('tells what a wrong version should look like', () => {
    const parsed = parseTag('refs/tags/components/prompts/extraction/v2', PREFIXES)
    expect(parsed).toMatchObject({ kind: 'malformed', hint: expect.stringContaining('v1.2.0') })
  })
})
