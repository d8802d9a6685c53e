/**
 * `npm run test:faults`: spoils every request and every process of a flow, one in each run, and checks what is left.
 * `-- --random`: plays random histories in memory.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { runEnumeration } from './run-enumeration.ts'
import { runRandom } from './run-random.ts'

const { values } = parseArgs({
  options: {
    flow: { type: 'string' },
    step: { type: 'string' },
    fault: { type: 'string' },
    post: { type: 'string' },
    lanes: { type: 'string', default: String(availableParallelism() * 6) },
    sample: { type: 'string' },
    whole: { type: 'string' },
    minutes: { type: 'string' },
    write: { type: 'boolean', default: false },
    random: { type: 'boolean', default: false },
    seed: { type: 'string' },
    runs: { type: 'string', default: '20000' },
    path: { type: 'string' },
  },
})

const count = (name: 'lanes' | 'sample' | 'minutes' | 'seed' | 'runs', text: string): number => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0) throw new Error(`Expected --${name} to be a number, got ${text}`)
  return number
}

const broken = values.random
  ? await runRandom({
      seed: values.seed === undefined ? Date.now() % 1_000_000 : count('seed', values.seed),
      runs: count('runs', values.runs),
      ...(values.path === undefined ? {} : { path: values.path }),
    })
  : await runEnumeration({
      ...values,
      lanes: count('lanes', values.lanes),
      sample: values.sample === undefined ? undefined : count('sample', values.sample),
      minutes: values.minutes === undefined ? undefined : count('minutes', values.minutes),
    })
process.exitCode = broken > 0 ? 1 : 0
