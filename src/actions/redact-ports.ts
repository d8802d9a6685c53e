import { redact } from '../deploy/redact.ts'
import type { GuardPorts } from '../flows/guard-ports.ts'
import type { MetricSource, MetricSources } from '../flows/ports.ts'
import type { Release } from '../tags/release.ts'

type Answering = Pick<
  GuardPorts,
  'deployer' | 'askServed' | 'setTraffic' | 'sourcesFor' | 'baselineFor' | 'describeChange'
>

/** Of one text. A job has 1 MB for its outputs and 1 MiB for its summary, and the same text can be in both, twice. */
const MOST_CHARACTERS = 4_000

/**
 * Takes secrets out of whatever these ports say, and cuts it to what outputs and summaries have room for. The runner
 * masks the log, but neither summaries nor outputs nor records, where the output of a deploy or the answer of a server
 * ends up.
 */
export function redactPorts(
  { deployer, askServed, setTraffic, sourcesFor, baselineFor, describeChange }: Answering,
  secrets: readonly string[],
): Answering {
  const clean = <T extends object>(said: T): T =>
    Object.fromEntries(
      Object.entries(said).map(([name, value]) => [
        name,
        typeof value === 'string' ? fitting(redact(value, secrets)) : value,
      ]),
    ) as T
  const cleanSource = (source: MetricSource): MetricSource => ({
    description: redact(source.description, secrets),
    read: async (window) => clean(await source.read(window)),
  })
  const cleanSources =
    (sourcesFor: (release: Release) => MetricSources) =>
    (release: Release): MetricSources =>
      new Map([...sourcesFor(release)].map(([name, source]) => [name, cleanSource(source)]))
  return {
    deployer: { ...deployer, deploy: async (order) => clean(await deployer.deploy(order)) },
    askServed: askServed && (async (release, environment) => clean(await askServed(release, environment))),
    setTraffic: setTraffic ? async (order) => clean(await setTraffic(order)) : null,
    sourcesFor: sourcesFor && cleanSources(sourcesFor),
    baselineFor: baselineFor ? cleanSources(baselineFor) : null,
    describeChange: async (from, to) => {
      const change = await describeChange(from, to)
      return change && { ...change, lines: change.lines.map((line) => redact(line, secrets)) }
    },
  }
}

const fitting = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}… (cut, it is whole in the log)` : text
