import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { replayLine } from '../analysis/replay.ts'
import { readPolicy } from '../config/read-policy.ts'
import { messageOf } from '../message-of.ts'

const EXPECTED = '--policy FILE --traces FILE.jsonl [--metric NAME]'
const TEXT = { type: 'string' } as const

/**
 * What would this policy have done? One recorded watch a line in, one verdict a line out; the speed goes to stderr.
 * Stops at the first line that cannot be read, and says where that is.
 */
export async function runReplay(args: string[] = process.argv.slice(2)): Promise<void> {
  try {
    const { values } = parseArgs({ args, options: { policy: TEXT, traces: TEXT, metric: TEXT } })
    if (values.policy === undefined || values.traces === undefined) throw new Error(`expected ${EXPECTED}`)
    await replay(values.policy, values.traces, values.metric)
  } catch (error) {
    process.stderr.write(`replay: ${messageOf(error)}\n`)
    process.exitCode = 1
  }
}

async function replay(policyFile: string, tracesFile: string, metric: string | undefined): Promise<void> {
  const policy = readPolicy(readFileSync(policyFile, 'utf8'), policyFile)
  const begun = performance.now()
  let [line, traces, measurements] = [0, 0, 0]
  const input = createReadStream(tracesFile, 'utf8')
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  const judged = (async () => {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1
      if (text.trim() === '') continue
      const { measurements: count, ...verdict } = replayLine(policy, text, line, metric)
      traces += 1
      measurements += count
      process.stdout.write(`${JSON.stringify(verdict)}\n`)
    }
  })()
  await Promise.race([judged, failed])
  const seconds = (performance.now() - begun) / 1000
  const speed = Math.round(measurements / seconds).toLocaleString('en-US')
  process.stderr.write(`${traces} traces, ${measurements} measurements in ${seconds.toFixed(2)} s: ${speed} a second\n`)
}
