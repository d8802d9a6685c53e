import { describe, expect, it } from '@jest/globals'
import type { GitObject } from '../../src/tags/git-object.ts'
import { resolveRelease } from '../../src/tags/resolve-release.ts'

const id = (digit: string) => digit.repeat(40)
const component = { id: 'components/prompts/extraction', prefix: 'components', type: 'prompts', name: 'extraction' }
const commit: GitObject = { kind: 'commit', id: id('c') }
const tag = (digit: string, slot: string, target: GitObject): GitObject => ({
  kind: 'tag',
  id: id(digit),
  name: `components/prompts/extraction/${slot}`,
  target,
})
const version = tag('1', 'v1.0.0', commit)
const versionTags = [{ version: 'v1.0.0', object: id('1'), commit: id('c') }]

describe('resolveRelease finds the version of', () => {
  it.each<[string, GitObject, string]>([
    ['A: annotated on a version tag', tag('a', 'production', version), 'a'],
    ['B: annotated on a commit', tag('b', 'production', commit), 'b'],
    ['C: lightweight on a commit', commit, 'c'],
    ['D: lightweight on a version tag', version, '1'],
    ['E: on another environment tag', tag('e', 'production', tag('d', 'staging', version)), 'e'],
  ])('%s', (_shape, object, held) => {
    expect(resolveRelease(object, component, versionTags)).toStrictEqual({
      kind: 'release',
      release: {
        component: component.id,
        version: 'v1.0.0',
        versioned: true,
        object: id(held),
        commit: id('c'),
      },
      remarks: [],
    })
  })
})

describe('resolveRelease', () => {
  const remarksOf = (object: GitObject, tags = versionTags) => {
    const resolution = resolveRelease(object, component, tags)
    return resolution.kind === 'release' ? resolution.remarks.join() : resolution.explanation
  }

  it('takes the version that the tag names, also when two versions share the commit', () => {
    const both = [...versionTags, { version: 'v1.1.0', object: id('2'), commit: id('c') }]
    expect(resolveRelease(tag('a', 'production', version), component, both)).toMatchObject({
      release: { version: 'v1.0.0' },
      remarks: [],
    })
  })

  it('says that a commit with two versions is ambiguous, and calls it by the higher', () => {
    const both = [...versionTags, { version: 'v1.10.0', object: id('2'), commit: id('c') }]
    expect(resolveRelease(commit, component, both)).toMatchObject({ release: { version: 'v1.10.0' } })
    expect(remarksOf(commit, both)).toContain('share commit ccccccc')
  })

  it('gives a commit without a version an honest name', () => {
    expect(resolveRelease(commit, component, [])).toMatchObject({
      release: { version: 'unversioned@ccccccc', versioned: false },
    })
  })

  it('does not take the version of another component for its own', () => {
    const other: GitObject = { kind: 'tag', id: id('9'), name: 'components/prompts/other/v3.0.0', target: commit }
    expect(resolveRelease(tag('a', 'production', other), component, [])).toMatchObject({
      release: { version: 'unversioned@ccccccc' },
    })
  })

  it('says that a version tag was made again, or deleted', () => {
    const moved = [{ version: 'v1.0.0', object: id('7'), commit: id('8') }]
    expect(remarksOf(tag('a', 'production', version), moved)).toContain('made again')
    expect(remarksOf(tag('a', 'production', version), [])).toContain('deleted')
  })

  it('does not resolve a tag on a tree', () => {
    expect(remarksOf(tag('a', 'production', { kind: 'other', id: id('4'), type: 'tree' }))).toContain('leads to a tree')
  })
})
