import { redact } from '../deploy/redact.ts'
import type { GuardPorts } from '../flows/guard-ports.ts'
import type { MetricSource } from '../flows/ports.ts'

type Answering = Pick<GuardPorts, 'deployer' | 'askServed' | 'sourceFor'>

/**
 * Takes secrets out of whatever these ports say. The runner masks the log, but neither summaries nor outputs nor
 * records, where the output of a deploy or the answer of a server ends up.
 */
export function redactPorts({ deployer, askServed, sourceFor }: Answering, secrets: readonly string[]): Answering {
  const clean = <T extends object>(said: T): T =>
    Object.fromEntries(
      Object.entries(said).map(([name, value]) => [name, typeof value === 'string' ? redact(value, secrets) : value]),
    ) as T
  const cleanSource = (source: MetricSource): MetricSource => ({
    description: redact(source.description, secrets),
    read: async (window) => clean(await source.read(window)),
  })
  return {
    deployer: { ...deployer, deploy: async (order) => clean(await deployer.deploy(order)) },
    askServed: askServed && (async (release, environment) => clean(await askServed(release, environment))),
    sourceFor: sourceFor && ((release) => cleanSource(sourceFor(release))),
  }
}
