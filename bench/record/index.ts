/**
 * `npm run bench:record`: records what Tagback's Prometheus source says of real services, each a process of its own,
 * under real load and scraped by a real Prometheus. Takes eleven minutes and writes bench/recordings/prometheus.jsonl, a
 * watch a line, as `npm run replay` reads it; `npm run bench:judge` judges it. Needs `prometheus` on the PATH.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { beginMeasuring, measureSince } from '../../src/analysis/measure-since.ts'
import type { Measurement } from '../../src/analysis/measurement.ts'
import { prometheus } from '../../src/metrics/prometheus.ts'
import { seeded } from '../judge/random.ts'
import { LENGTH, plans } from './plans.ts'
import { type RunningService, runService, until } from './run-service.ts'
import { startPrometheus } from './start-prometheus.ts'

const INTERVAL = 5
/** Seconds for services and Prometheus to be there before the first poll. */
const LEAD = 25
/** Seconds since the deploys at which one of the two Prometheus is killed, and started again. */
const OUTAGE = { from: 250, to: 310 }

const { values } = parseArgs({ options: { times: { type: 'string', default: '3' } } })
const start = Date.now() + LEAD * 1000
const random = seeded(20_26)
const services = await Promise.all(
  plans.flatMap((plan, kind) =>
    Array.from({ length: Number(values.times) }, (_, time) => runService(plan, `s${kind}-${time}`, start, random)),
  ),
)
const lasting = await startPrometheus(services.filter(({ plan }) => !plan.prometheusRestarts))
const restarted = await startPrometheus(services.filter(({ plan }) => plan.prometheusRestarts))

const recorded = await Promise.all([
  ...services.map(async (service) => {
    void service.load()
    return { service, measurements: await record(service) }
  }),
  outage().then(() => null),
])
const lines = recorded
  .filter((entry) => entry !== null)
  .map(({ service: { plan, name }, measurements }) =>
    JSON.stringify({
      id: `${plan.name} #${Number(name.split('-')[1]) + 1}`,
      onset: plan.onset,
      measurements: measurements.map(written),
    }),
  )
const folder = join(import.meta.dirname, '../recordings')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'prometheus.jsonl'), `${lines.join('\n')}\n`)
for (const { stop } of services) stop()
lasting.kill()
restarted.kill()
process.exit()

/** Polls as a watch does. */
async function record({ name, plan }: RunningService): Promise<Measurement[]> {
  const values = { component: 'c', type: 't', name, version: 'v1', environment: 'e', commit: '0'.repeat(40) }
  const source = prometheus({
    ...{ url: (plan.prometheusRestarts ? restarted : lasting).url, headers: {}, timeoutSeconds: 4, values, fetch },
    errors: 'requests_total{service="{name}",code="500"}',
    total: 'requests_total{service="{name}"}',
  })
  let carried = beginMeasuring()
  const measurements: Measurement[] = []
  for (let at = 0; at <= LENGTH; at += INTERVAL) {
    await until(start + at * 1000)
    const reading = await source.read({ since: start + (at - INTERVAL) * 1000, until: start + at * 1000 })
    const step = measureSince(carried, reading, at)
    carried = step.carried
    if (step.measurement) measurements.push(step.measurement)
  }
  return measurements
}

async function outage(): Promise<void> {
  await until(start + OUTAGE.from * 1000)
  restarted.kill()
  await until(start + OUTAGE.to * 1000)
  restarted.start()
}

/** As a replay reads it. */
function written(measurement: Measurement): Record<string, unknown> {
  const { at: t } = measurement
  if (measurement.kind === 'counts') return { t, errors: measurement.errors, total: measurement.total }
  if (measurement.kind === 'rate') return { t, rate: measurement.rate }
  return { t, [measurement.kind]: measurement.what }
}
