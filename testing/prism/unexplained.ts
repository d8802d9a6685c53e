import type { RecordedExchange } from '../github/recorded-exchange.ts'

/** Where GitHub's description is not to be held to, or the local GitHub says less on purpose; each with why. */
const EXPLAINED: readonly ((exchange: RecordedExchange, problem: string) => boolean)[] = [
  // "If the resource has not changed, the endpoint returns 304 Not Modified"; described for some operations only.
  ({ status }, problem) => status === 304 && problem.includes('Unable to match the returned status code'),
  // `environment_url` and its like have the format `uri` and the default "", which is no URI.
  ({ responseBody }, problem) => {
    const name = /(\w+_url) must match format "uri"$/.exec(problem)?.[1]
    return name !== undefined && JSON.parse(responseBody)[name] === ''
  },
  // A run tells of its repository at length, in fifty addresses that nobody here reads.
  (_, problem) => /^response\.body\.(workflow_runs\.\d+\.)?(head_)?repository: /.test(problem),
  // A pull request does the same for both of its sides.
  (_, problem) => /^response\.body\.(\d+\.)?(head|base)\.repo: /.test(problem),
]

export const unexplained = (exchange: RecordedExchange, problems: readonly string[]): string[] =>
  problems.filter((problem) => !EXPLAINED.some((fits) => fits(exchange, problem)))
