import { type GitObjectAnswer, gitObjectFields } from './graphql-git-object.ts'

/** Records of one component and environment that are folded: what was judged before them is forgotten. */
const RECORDS = 50

/** Selection on a commit. */
export const WORKFLOWS = `workflows: file(path: ".github/workflows") { object { ... on Tree { entries { name oid } } } }`

/** Selection on a Deployment, as `RecordAnswer` reads it. */
export const RECORD_FIELDS = 'id task payload createdAt creator { login } latestStatus { state description createdAt }'

/** One request for everything that a guard has to know. */
export const GUARD_QUERY = `
query TagbackGuard(
  $owner: String!, $name: String!, $ref: String!, $prefix: String!, $environment: String!,
  $before: GitObjectID, $moved: Boolean!
) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    id
    tag: ref(qualifiedName: $ref) { target { ${gitObjectFields()} } }
    before: object(oid: $before) @include(if: $moved) { ${gitObjectFields(WORKFLOWS)} }
    versions: refs(refPrefix: $prefix, first: 100, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { name target { ${gitObjectFields('', 3)} } }
    }
    records: deployments(environments: [$environment], first: ${RECORDS}, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { ${RECORD_FIELDS} }
    }
    yml: object(expression: "HEAD:.github/tagback.yml") { ... on Blob { text } }
    yaml: object(expression: "HEAD:.github/tagback.yaml") { ... on Blob { text } }
    defaultBranchRef { name target { oid ... on Commit { ${WORKFLOWS} } } }
  }
}`

/** The pages of version tags behind the first, for components with more than a hundred of them. */
export const VERSIONS_QUERY = `
query TagbackVersions($owner: String!, $name: String!, $prefix: String!, $after: String!) {
  repository(owner: $owner, name: $name) {
    versions: refs(refPrefix: $prefix, first: 100, after: $after, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { name target { ${gitObjectFields('', 3)} } }
    }
  }
}`

export type WorkflowsAnswer = {
  workflows?: { object: { entries?: { name: string; oid: string }[] } | null } | null
}

export type VersionsAnswer = {
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  nodes: { name: string; target: GitObjectAnswer | null }[]
}

export type RecordAnswer = {
  /** Node id. The database id is past what GraphQL's `Int` holds. */
  id: string
  task: string | null
  payload: string | null
  createdAt: string
  creator: { login: string } | null
  latestStatus: StatusAnswer | null
}

/** `state` is a `DeploymentStatusState`, such as `SUCCESS`. */
export type StatusAnswer = { state: string; description: string | null; createdAt: string }

export type GuardAnswer = {
  viewer: { login: string }
  repository: {
    id: string
    tag: { target: GitObjectAnswer | null } | null
    before?: (GitObjectAnswer & WorkflowsAnswer) | null
    versions: VersionsAnswer
    records: { nodes: RecordAnswer[] }
    yml: { text?: string | null } | null
    yaml: { text?: string | null } | null
    defaultBranchRef: { name: string; target: { oid: string } & WorkflowsAnswer } | null
  } | null
}
