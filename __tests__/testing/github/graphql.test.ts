import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { COMPONENT, type Fixture, graphqlErrors, PRODUCTION, startFixture } from './local-fixture.ts'

let fixture: Fixture
beforeEach(async () => {
  fixture = await startFixture()
})
afterEach(() => fixture.close())

type Answer = { repository: Record<string, unknown>; viewer: unknown; rateLimit: unknown }

const inRepository = async (fields: string): Promise<Record<string, unknown>> => {
  const query = `query Ask { repository(owner: "acme", name: "prompts") { ${fields} } }`
  return (await fixture.octokit('actions').graphql<Answer>(query)).repository
}

test('says who asks, how much is left, and what the repository is', async () => {
  const query = `query { viewer { login } rateLimit { remaining cost }
    repository(owner: "Acme", name: "Prompts") { nameWithOwner visibility viewerPermission
      defaultBranchRef { name prefix target { oid } } } }`
  const found = await fixture.octokit('actions').graphql<Answer>(query)
  expect(found).toMatchObject({
    viewer: { login: 'github-actions[bot]' },
    rateLimit: { remaining: 5000, cost: 1 },
    repository: {
      nameWithOwner: 'acme/prompts',
      visibility: 'PRIVATE',
      viewerPermission: 'WRITE',
      defaultBranchRef: { name: 'main', prefix: 'refs/heads/', target: { oid: fixture.commits.two } },
    },
  })
})

describe('refs', () => {
  test('are walked through nested tag objects, with names relative to the prefix', async () => {
    const prefix = `refs/tags/${COMPONENT}/`
    const { refs } = await inRepository(`refs(refPrefix: "${prefix}", first: 1) { totalCount nodes { name prefix
      target { __typename oid ... on Tag { name message tagger { name email date }
        target { __typename oid ... on Tag { name target { ... on Commit { oid messageHeadline committedDate } } } } } } } }`)
    expect(refs).toEqual({
      totalCount: 3,
      nodes: [
        {
          name: 'production',
          prefix,
          target: {
            __typename: 'Tag',
            oid: await fixture.value(PRODUCTION),
            name: `${COMPONENT}/production`,
            message: 'Set extraction to production\n',
            tagger: { name: 'Ada Deployer', email: 'ada@example.com', date: '2026-11-20T09:12:00Z' },
            target: {
              __typename: 'Tag',
              oid: fixture.versions.two,
              name: `${COMPONENT}/v2.0.0`,
              target: { oid: fixture.commits.two, messageHeadline: 'feat: v2', committedDate: '2026-11-20T09:10:00Z' },
            },
          },
        },
      ],
    })
  })

  test('come in pages', async () => {
    type Refs = { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }
    const ask = async (after: string): Promise<Refs> =>
      (
        await inRepository(
          `refs(refPrefix: "refs/tags/", first: 2${after}) { nodes { name } pageInfo { hasNextPage endCursor } }`,
        )
      ).refs as Refs
    const first = await ask('')
    const second = await ask(`, after: "${first.pageInfo.endCursor}"`)
    expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([2, true])
    expect([second.nodes.map(({ name }) => name), second.pageInfo.hasNextPage]).toEqual([
      [`${COMPONENT}/v2.0.0`],
      false,
    ])
  })

  test('can be ordered by the date of their commits, and filtered', async () => {
    const order = 'orderBy: { field: TAG_COMMIT_DATE, direction: DESC }'
    const { refs } = await inRepository(
      `refs(refPrefix: "refs/tags/", first: 9, query: "/v", ${order}) { nodes { name } }`,
    )
    expect(refs).toEqual({ nodes: [{ name: `${COMPONENT}/v2.0.0` }, { name: `${COMPONENT}/v1.0.0` }] })
  })

  test('are not given without a bound, nor more than a hundred at once', async () => {
    const octokit = fixture.octokit('user')
    const ask = (bound: string) =>
      graphqlErrors(
        octokit.graphql(
          `{ repository(owner: "acme", name: "prompts") { refs(refPrefix: "refs/tags/"${bound}) { totalCount } } }`,
        ),
      )
    expect((await ask(''))[0]).toMatchObject({ type: 'MISSING_PAGINATION_BOUNDARIES' })
    expect((await ask(', first: 101'))[0]).toMatchObject({
      type: 'EXCESSIVE_PAGINATION',
      message: 'Requesting 101 records on the `refs` connection exceeds the `first` limit of 100 records.',
    })
  })
})

test('objects are found by expression, and are null where there is none', async () => {
  const { one, two } = fixture.commits
  const found = await inRepository(`
    blob: object(expression: "HEAD:prompts/extraction.md") { ... on Blob { text byteSize isBinary } }
    old: object(expression: "${one}:.github/workflows") { ... on Tree { entries { name path type object { ... on Blob { text } } } } }
    tree: object(expression: "${two}^{tree}") { __typename }
    none: object(expression: "HEAD:nothing") { oid }
    tag: ref(qualifiedName: "${PRODUCTION}") { name target { __typename } }
    noRef: ref(qualifiedName: "refs/tags/nothing") { name }
    commit: object(oid: "${two}") { ... on Commit { abbreviatedOid parents(first: 1) { nodes { oid } } file(path: "prompts/extraction.md") { oid } } }`)
  expect(found).toMatchObject({
    blob: { text: 'v2\n', byteSize: 3, isBinary: false },
    old: {
      entries: [{ name: 'guard.yml', path: '.github/workflows/guard.yml', type: 'blob', object: { text: 'one\n' } }],
    },
    tree: { __typename: 'Tree' },
    none: null,
    tag: { name: `${COMPONENT}/production`, target: { __typename: 'Tag' } },
    noRef: null,
    commit: { abbreviatedOid: two.slice(0, 7), parents: { nodes: [{ oid: one }] }, file: { oid: expect.any(String) } },
  })
})

describe('what is not implemented is loud', () => {
  const failure = async (query: string): Promise<string> =>
    fixture
      .octokit('user')
      .graphql(query)
      .then(
        () => 'answered',
        (error: Error) => error.message,
      )

  test('a field of the schema', async () => {
    const message = await failure('{ repository(owner: "acme", name: "prompts") { stargazerCount } }')
    expect(message).toContain('does not implement the field Repository.stargazerCount')
    expect(fixture.github.violations).toHaveLength(1)
  })

  test('an argument of the schema', async () => {
    const message = await failure(
      '{ repository(owner: "acme", name: "prompts") { refs(refPrefix: "refs/tags/", first: 1, direction: ASC) { totalCount } } }',
    )
    expect(message).toContain('the argument direction of Repository.refs')
  })

  test('a mutation of the schema', async () => {
    const message = await failure('mutation { deleteRef(input: { refId: "x" }) { clientMutationId } }')
    expect(message).toContain('the field Mutation.deleteRef')
  })

  test('a field that GitHub does not have', async () => {
    expect(await failure('{ repository(owner: "acme", name: "prompts") { mood } }')).toContain(
      'Cannot query field "mood"',
    )
    expect(fixture.github.violations).toEqual(['GraphQL: Cannot query field "mood" on type "Repository".'])
  })

  test('a variable that does not fit', async () => {
    expect(
      await failure(
        'query($first: Int!) { repository(owner: "a", name: "b") { refs(refPrefix: "", first: $first) { totalCount } } }',
      ),
    ).toContain('$first')
    expect(fixture.github.violations).toHaveLength(1)
  })
})

test('permissions and absence are told in the shape of GitHub', async () => {
  const ask = (fields: string, name: string, permissions: object) =>
    graphqlErrors(
      fixture.octokit('app', permissions).graphql(`{ repository(owner: "acme", name: "${name}") { ${fields} } }`),
    )
  expect(await ask('deployments(first: 1) { totalCount }', 'prompts', { contents: 'read' })).toMatchObject([
    { type: 'FORBIDDEN', path: ['repository', 'deployments'], message: 'Resource not accessible by integration' },
  ])
  expect(await ask('id', 'nothing', {})).toMatchObject([
    { type: 'NOT_FOUND', message: "Could not resolve to a Repository with the name 'acme/nothing'." },
  ])
})
