import { describe, expect, it } from '@jest/globals'
import { readSnapshot } from '../../src/snapshots/read-snapshot.ts'

const COMMIT = 'd47eb27cc1d6a9227f3814c6aa00413d3bd06d27'
const read = (text: string) => {
  const found = readSnapshot(text, 'lock.yaml')
  if (found.kind === 'problems') throw new Error(found.problems.join('\n'))
  return found.snapshot
}
const problems = (text: string): string[] => {
  const found = readSnapshot(text, 'lock.yaml')
  return found.kind === 'problems' ? found.problems : []
}

describe('lock files of the meta-repo CLI', () => {
  const LOCK = `generated_at: '2026-11-20T17:14:09.684107Z'
environment: prod
mode: reference
components:
  api:
    version: v1.0.0
    commit: ${COMMIT}
    repo: /path/or/url
    type: bazel
    build_target: null
    depends_on: []
    environment: prod
`

  it('gives version and commit', () => {
    expect(read(LOCK)).toStrictEqual({
      format: 'meta',
      environment: 'prod',
      takenAt: '2026-11-20T17:14:09.684107Z',
      repository: null,
      components: [{ component: 'api', version: 'v1.0.0', commit: COMMIT, object: null, lastVerified: null }],
    })
  })

  it('takes the time of a promotion for that of the environment', () => {
    const promoted = `${LOCK}promoted_from: dev\npromoted_at: '2026-11-21T08:00:00Z'\n`
    expect(read(promoted).takenAt).toBe('2026-11-21T08:00:00Z')
  })

  it('takes sha for commit, as its staging sample has it', () => {
    expect(read(`components:\n  api: {version: v1.0.0, sha: ${COMMIT}}\n`).components[0]?.commit).toBe(COMMIT)
  })

  it('takes vendored locks, which have no commit', () => {
    const entry = read('mode: vendored\ncomponents:\n  api:\n    version: v1.0.0\n    vendored_at: x\n').components[0]
    expect(entry).toMatchObject({ version: 'v1.0.0', commit: null })
  })

  it('takes snapshots, which name no environment', () => {
    const text = `created_at: '2026-11-20T17:14:10.816741Z'\ncomponents:\n  api: {version: v2.0.0, commit: ${COMMIT}}\n`
    expect(read(text)).toMatchObject({ environment: null, takenAt: '2026-11-20T17:14:10.816741Z' })
  })

  it('takes a commit that YAML would call a number for the text that it is', () => {
    const text = 'components:\n  api:\n    version: 1.10\n    commit: 1234567e89012345678901234567890123456789\n'
    expect(read(text).components[0]).toMatchObject({
      version: '1.10',
      commit: '1234567e89012345678901234567890123456789',
    })
  })

  it('refuses a component without any release', () => {
    expect(problems('components:\n  api:\n    type: bazel\n')).toStrictEqual([
      'lock.yaml:2:3 "api": expected version, commit or sha, got none of them',
    ])
  })

  it('refuses commit and sha that contradict each other', () => {
    expect(problems(`components:\n  api:\n    commit: ${COMMIT}\n    sha: 1234567\n`)).toStrictEqual([
      `lock.yaml:4:10 "api": commit and sha contradict each other: ${COMMIT} and 1234567`,
    ])
  })
})

describe('the baseline of the reliability guide', () => {
  it('gives every key but the date as a component', () => {
    const text =
      'baseline:\n  model: gpt-4-0125\n  prompt: v2.3.1\n  policy: conservative-v1\n  last_verified: 2026-01-15\n'
    const verified = { commit: null, object: null, lastVerified: '2026-01-15' }
    expect(read(text)).toStrictEqual({
      format: 'baseline',
      environment: null,
      takenAt: '2026-01-15',
      repository: null,
      components: [
        { component: 'model', version: 'gpt-4-0125', ...verified },
        { component: 'prompt', version: 'v2.3.1', ...verified },
        { component: 'policy', version: 'conservative-v1', ...verified },
      ],
    })
  })

  it('refuses a day that does not exist', () => {
    expect(problems('baseline:\n  prompt: v1.0.0\n  last_verified: 2026-02-31\n')).toStrictEqual([
      'lock.yaml:3:18 last_verified: expected a time with its zone such as 2024-11-12T14:47:00Z, got "2026-02-31"',
    ])
  })
})

it('refuses a repository that is none', () =>
  expect(
    problems(
      'tagback-snapshot: 1\nrepository: a sentence\nenvironment: production\ncomponents:\n  c/t/n: {version: v1.0.0}\n',
    ),
  ).toStrictEqual(['lock.yaml:2:13 repository: expected OWNER/NAME, got "a sentence"']))

describe('what cannot be read', () => {
  it.each([
    ['', 'lock.yaml:1:1 expected a map with components: or baseline:'],
    ['- a\n', 'lock.yaml:1:1 expected a map with components: or baseline:'],
    ['services: {}\n', 'lock.yaml:1:1 expected components: or baseline:, got services'],
    ['components: {}\n', 'lock.yaml:1:13 expected at least one component, got none'],
    ['components: [a]\n', 'lock.yaml:1:13 components: expected a map from the names of components to their releases'],
    ['components:\n  api: v1\n', 'lock.yaml:2:8 "api": expected a map with a version or a commit'],
    [
      'components:\n  api:\n    commit: HEAD\n',
      'lock.yaml:3:13 commit: expected 7 to 40 lower-case hexadecimal digits, got "HEAD"',
    ],
    ['components:\n  api: {version: [1]}\n', 'lock.yaml:2:18 version: expected text, got a list'],
    ['baseline: v1\n', 'lock.yaml:1:11 baseline: expected a map such as prompt: v2.3.1'],
    ['baseline: {last_verified: 2026-01-15}\n', 'lock.yaml:1:11 expected at least one component, got none'],
  ])('%j', (text, problem) => {
    expect(problems(text)).toContain(problem)
  })

  it('gives line and column of malformed YAML', () => {
    expect(problems('components:\n  api: {version: v1\n')[0]).toMatch(/^lock\.yaml:\d+:\d+ .*\}/)
  })

  it('refuses the same component twice', () => {
    expect(problems('components:\n  api: {version: v1}\n  api: {version: v2}\n')[0]).toMatch(/^lock\.yaml:3:3 .*unique/)
  })

  it('says all that is wrong, within bounds', () => {
    const many = Array.from({ length: 60 }, (_, index) => `  c${index}: x\n`).join('')
    expect(problems(`components:\n${many}`)).toHaveLength(51)
    expect(problems(`components:\n${many}`).at(-1)).toBe('and 10 more')
  })

  it('does not follow aliases without end', () => {
    const bomb = [
      'a: &a {x: y}',
      ...'bcdefgh'.split('').map((name, index) => {
        const other = 'abcdefg'[index]
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${other}`).join(', ')}]`
      }),
      'components: *h',
    ].join('\n')
    expect(problems(bomb)[0]).toContain('alias')
  })
})
