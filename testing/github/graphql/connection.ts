import { graphqlError } from './source.ts'

export type PageArguments = {
  first?: number | null
  last?: number | null
  after?: string | null
  before?: string | null
}

export const PAGE_ARGUMENTS = ['first', 'last', 'after', 'before'] as const

const checkBounds = (name: string, { first, last }: PageArguments): void => {
  if (first == null && last == null)
    throw graphqlError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    )
  for (const [bound, count] of Object.entries({ first, last })) {
    if (count == null) continue
    if (count > 100)
      throw graphqlError(
        'EXCESSIVE_PAGINATION',
        `Requesting ${count} records on the \`${name}\` connection exceeds the \`${bound}\` limit of 100 records.`,
      )
    if (count < 0)
      throw graphqlError('ARGUMENT_LIMIT', `\`${bound}\` on the \`${name}\` connection cannot be less than zero.`)
  }
}

const cursorOf = (index: number): string => Buffer.from(`cursor:${index}`).toString('base64')

const indexOf = (cursor: string): number => {
  const [, digits] = /^cursor:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? []
  if (digits === undefined)
    throw graphqlError('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`)
  return Number(digits)
}

/** One page of a connection. Only the items of the page are turned into GraphQL values. */
export const connection = <T>(
  typename: string,
  name: string,
  all: readonly T[],
  page: PageArguments,
  show: (item: T) => unknown,
) => {
  checkBounds(name, page)
  let from = page.after == null ? 0 : indexOf(page.after) + 1
  let to = page.before == null ? all.length : indexOf(page.before)
  if (page.first != null) to = Math.min(to, from + page.first)
  if (page.last != null) from = Math.max(from, to - page.last)
  const nodes = () => all.slice(from, to).map(show)
  return {
    __typename: `${typename}Connection`,
    totalCount: all.length,
    nodes,
    edges: () =>
      nodes().map((node, index) => ({ __typename: `${typename}Edge`, cursor: cursorOf(from + index), node })),
    pageInfo: {
      __typename: 'PageInfo',
      hasNextPage: to < all.length,
      hasPreviousPage: from > 0,
      startCursor: from < to ? cursorOf(from) : null,
      endCursor: from < to ? cursorOf(to - 1) : null,
    },
  }
}
