import type { Ledger, Ledgers, Pair } from '../flows/scope/scope-ports.ts'
import { recordEnvironment } from '../ledger/environment-name.ts'
import type { Client, RepositoryAddress } from './client.ts'
import { explainReadFailure } from './explain-read-failure.ts'
import { inChunks } from './in-chunks.ts'
import { type LedgersAnswer, ledgersQuery } from './ledgers-query.ts'
import { configOf } from './read-config-at.ts'
import { ACTIONS, loginOf, readRecords } from './read-records.ts'
import { withOwnStatuses } from './with-own-statuses.ts'

/**
 * Pairs in one request. Fifty connections of twenty nodes are far from GitHub's 500,000 nodes, cost one point of the
 * hourly thousand (docs: "rate limits and query limits for the GraphQL API"), and can be answered within its ten seconds.
 */
const PAIRS = 50

/**
 * Reads the records of many components and environments, and the configuration, by one request for every fifty pairs. Names go
 * into variables, never into the query.
 *
 * @throws when GitHub cannot be asked, the token is refused, or the repository cannot be seen with it
 */
export async function readLedgers(
  client: Client,
  address: RepositoryAddress,
  pairs: readonly Pair[],
  records?: number,
): Promise<Ledgers> {
  const ask = (chunk: readonly Pair[], index: number) => askFor(client, address, chunk, index === 0, records)
  const answers = pairs.length === 0 ? [await ask([], 0)] : await inChunks(pairs, PAIRS, ask)
  const [first] = answers
  const { repository, viewer } = first ?? {}
  if (!repository || !viewer)
    throw new Error(`Repository ${address.owner}/${address.name} cannot be seen with this token`)
  const actor = loginOf(viewer.login)
  const listed = pairs.map(({ component, environment }, index) => {
    const nodes = answers[Math.floor(index / PAIRS)]?.repository?.[`r${index % PAIRS}`]?.nodes
    if (!nodes) throw new Error(`GitHub did not answer what the records of ${component.id} in ${environment} are`)
    return nodes
  })
  const own = await withOwnStatuses(client, listed)
  const ledgers = new Map<string, Ledger>()
  for (const [index, { component, environment }] of pairs.entries()) {
    const nodes = own[index] ?? []
    const scope = { component: component.id, environment, creators: [actor, ACTIONS] }
    ledgers.set(keyOf({ component, environment }), readRecords(nodes, scope))
  }
  const config = configOf({ yml: repository.yml ?? null, yaml: repository.yaml ?? null })
  const commit = repository.defaultBranchRef?.target.oid
  return {
    ...{ repositoryId: repository.id, actor },
    config: config && commit !== undefined ? { ...config, commit } : null,
    of: (pair) => ledgers.get(keyOf(pair)) ?? { records: [], strangers: [] },
  }
}

const keyOf = ({ component, environment }: Pair): string => `${component.id} ${environment}`

async function askFor(
  client: Client,
  { owner, name }: RepositoryAddress,
  pairs: readonly Pair[],
  first: boolean,
  records: number | undefined,
): Promise<LedgersAnswer> {
  const names = pairs.map(({ component, environment }, index) => [
    `e${index}`,
    recordEnvironment(component, environment),
  ])
  try {
    return await client.graphql<LedgersAnswer>(ledgersQuery(pairs.length, records), {
      ...{ owner, name, first },
      ...Object.fromEntries(names),
    })
  } catch (error) {
    throw new Error(explainReadFailure(error), { cause: error })
  }
}
