import { RECORD_FIELDS, type RecordAnswer } from './guard-query.ts'

/** Records of each pair that are read: enough to see what is live and what was left. */
const RECORDS = 20

/**
 * Records of so many pairs by one request, the name of each pair's environment in a variable of its own (`$e0`, `$e1`, …).
 * What stands once for the repository is only asked when `$first` is set.
 */
export const ledgersQuery = (count: number, records = RECORDS): string => {
  const numbers = Array.from({ length: count }, (_, index) => index)
  const variables = numbers.map((index) => `, $e${index}: String!`).join('')
  return `
query TagbackLedgers($owner: String!, $name: String!, $first: Boolean!${variables}) {
  viewer @include(if: $first) { login }
  repository(owner: $owner, name: $name) {
    id
    yml: object(expression: "HEAD:.github/tagback.yml") @include(if: $first) { ... on Blob { text } }
    yaml: object(expression: "HEAD:.github/tagback.yaml") @include(if: $first) { ... on Blob { text } }
    defaultBranchRef @include(if: $first) { target { oid } }
    ${numbers
      .map(
        (index) =>
          `r${index}: deployments(environments: [$e${index}], first: ${records}, orderBy: { field: CREATED_AT, direction: DESC }) { ...Records }`,
      )
      .join('\n    ')}
  }
}
${count === 0 ? '' : `fragment Records on DeploymentConnection { nodes { ${RECORD_FIELDS} } }`}`
}

export type LedgersAnswer = {
  viewer?: { login: string }
  repository:
    | ({
        id: string
        yml?: { text?: string | null } | null
        yaml?: { text?: string | null } | null
        defaultBranchRef?: { target: { oid: string } } | null
      } & Record<`r${number}`, { nodes: RecordAnswer[] } | undefined>)
    | null
}
